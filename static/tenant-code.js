/** Keeps the six digits on a tenant's page those of this minute; an old code is hidden, never left standing. */

const LONGEST_ANSWER_MS = 10_000;

function watch() {
  const section = document.getElementById('witness');
  if (!section) return;
  const until = Date.now() + Number(section.dataset.lasts) * 1000;
  const check = () => {
    if (document.visibilityState === 'visible' && Date.now() >= until) stop();
  };
  const timer = setInterval(check, 500);
  document.addEventListener('visibilitychange', check);
  function stop() {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', check);
    void renew(/** @type {HTMLElement} */ (section));
  }
}

/** @param {HTMLElement} section */
async function renew(section) {
  const fresh = await newSection();
  if (fresh) {
    section.replaceWith(fresh);
    watch();
    return;
  }
  const code = section.querySelector('[data-code]');
  if (code) code.textContent = '';
  section.querySelector('[data-stale]')?.removeAttribute('hidden');
}

/** The section as the server shows it now; null without an answer, or where the page shows no code any more. */
async function newSection() {
  try {
    const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(LONGEST_ANSWER_MS) });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return page.getElementById('witness');
  } catch {
    return null;
  }
}

watch();
