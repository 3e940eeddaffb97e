// Keys of the review queue: j and k go down and up the list, Enter opens what is marked, as it does any link.

/** @param {number} step */
function move(step) {
  const rows = [...document.querySelectorAll('#queue-items [data-open]')].filter((one) => one instanceof HTMLElement);
  const at = document.activeElement instanceof HTMLElement ? rows.indexOf(document.activeElement) : -1;
  const next = at < 0 ? rows[step > 0 ? 0 : rows.length - 1] : rows[at + step];
  next?.focus();
}

/** @param {KeyboardEvent} event */
function isTyping({ target }) {
  return target instanceof HTMLElement && target.closest('input, select, textarea') !== null;
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  if (event.key === 'j') move(1);
  if (event.key === 'k') move(-1);
});
