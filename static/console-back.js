// A page that answers a form is not asked for again by Back or a reload: that would send the form once more, or fail.
// Its place in the browser's history becomes the page on which the form stood. A refusal keeps what was typed, so there
// it does only when somebody goes on.

const FROM = 'form-stood-on';
const { answers } = document.body.dataset;

function becomeThePageOfTheForm() {
  const from = sessionStorage.getItem(FROM);
  if (from !== null) history.replaceState(null, '', from);
}

if (answers === 'done') becomeThePageOfTheForm();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
  if (answers === 'refused') becomeThePageOfTheForm();
  if (answers === undefined && form.method === 'post') sessionStorage.setItem(FROM, location.href);
});

document.addEventListener('click', (event) => {
  const isLink = event.target instanceof Element && event.target.closest('a[href]:not([href^="#"])') !== null;
  if (isLink && answers === 'refused') becomeThePageOfTheForm();
});
