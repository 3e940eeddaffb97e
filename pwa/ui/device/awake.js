/** Keeps the screen on while the tenant reads it, where the phone can. */

/**
 * Asks for the lock now and again on every return to view, because hiding the page releases it.
 * @param {(kept: boolean) => void} told
 * @returns {() => void} lets go
 */
export function keepAwake(told) {
  /** @type {WakeLockSentinel|null} */
  let lock = null;
  let wanted = true;
  const ask = async () => {
    if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return told(false);
    try {
      const got = await navigator.wakeLock.request('screen');
      if (!wanted) return got.release();
      lock = got;
      told(true);
    } catch {
      told(false); // a low battery refuses it
    }
  };
  document.addEventListener('visibilitychange', ask);
  ask();
  return () => {
    wanted = false;
    document.removeEventListener('visibilitychange', ask);
    lock?.release();
  };
}
