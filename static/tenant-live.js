/** Keeps what a tenant's page says of the visit true while it is looked at. Without it there is a link to look again. */

const LOOK_EVERY_MS = 30_000;
const LONGEST_LOOK_MS = 10_000;

let asked = Date.now();

function check() {
  if (document.visibilityState !== 'visible' || Date.now() - asked < LOOK_EVERY_MS) return;
  asked = Date.now();
  void look();
}

/** Another state is another page, with other things to do. Words that did not change are left: a reader hears news only. */
async function look() {
  const live = document.getElementById('live');
  const fresh = await newPage();
  const now = fresh?.getElementById('live');
  if (!live || !now) return;
  if (now.dataset.state !== live.dataset.state) return location.reload();
  if (now.textContent !== live.textContent) live.replaceWith(now);
  const age = fresh?.getElementById('as-of');
  if (age) document.getElementById('as-of')?.replaceWith(age);
}

/** The page as the server has it now; null without an answer. */
async function newPage() {
  try {
    const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(LONGEST_LOOK_MS) });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
  } catch {
    return null;
  }
}

setInterval(check, 1000);
document.addEventListener('visibilitychange', check);
