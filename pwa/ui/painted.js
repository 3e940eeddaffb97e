/** When what was drawn is seen, so that no other work comes before it. */

/** A page in the background is never painted, and goes on all the same. */
const AT_THE_LATEST_MS = 1_000;

/** @returns {Promise<void>} */
export function painted() {
  return new Promise((done) => {
    const late = setTimeout(done, AT_THE_LATEST_MS);
    // A frame's callbacks run before it is painted; a task put off from there runs after.
    requestAnimationFrame(() =>
      setTimeout(() => {
        clearTimeout(late);
        done();
      }),
    );
  });
}
