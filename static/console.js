// The board says how fresh it is, and that it is stale when the server no longer answers. htmx does the asking.

const STALE_AFTER_MS = 20_000;
let heardAt = Date.now();

const line = document.getElementById('freshness');
const asOf = line?.querySelector('[data-as-of]');
const live = line?.querySelector('[data-live]');
if (live instanceof HTMLElement) live.hidden = false;

/** @param {Event} event */
function heard(event) {
  const { xhr } = /** @type {CustomEvent} */ (event).detail;
  if (xhr.status !== 200 && xhr.status !== 304) return;
  heardAt = Date.now();
  if (asOf) asOf.textContent = new Date().toLocaleTimeString('en-GB', { timeZone: 'Europe/London' });
  say();
}

function say() {
  if (!line || !live) return;
  const stale = Date.now() - heardAt > STALE_AFTER_MS;
  const was = line.dataset.stale === 'yes';
  if (stale === was) return;
  line.dataset.stale = stale ? 'yes' : 'no';
  live.textContent = stale
    ? 'This page is out of date: the server does not answer. It goes on trying.'
    : 'Updates by itself.';
}

document.body.addEventListener('htmx:afterRequest', heard);
setInterval(say, 5_000);
