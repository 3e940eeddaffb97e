// A form that is on its way is not sent again by a second click: what it asks for would be done twice. After a while it
// may be: an answer that is a file leaves the page as it is.

const PATIENCE_MS = 5_000;

/** @type {WeakMap<HTMLFormElement, number>} */
let sent = new WeakMap();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'post') return;
  const before = sent.get(form);
  if (before !== undefined && event.timeStamp - before < PATIENCE_MS) event.preventDefault();
  else sent.set(form, event.timeStamp);
});

// A page that one has come back to is as good as new.
window.addEventListener('pageshow', () => {
  sent = new WeakMap();
});
