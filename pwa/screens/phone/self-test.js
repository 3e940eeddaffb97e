/** What this phone can do, tried and not guessed, before anybody relies on it. */

/** @typedef {{storage: boolean, persistent: boolean, camera: boolean, clock: boolean|null, push: boolean,
 *   signing: boolean, worker: boolean, awake: boolean, position: boolean}} SelfTest */

/** @returns {Promise<SelfTest>} */
export async function selfTest() {
  const [storage, persistent, camera, clock, signing] = await Promise.all([
    keeps(),
    persists(),
    hasCamera(),
    clockFits(),
    signs(),
  ]);
  return {
    storage,
    persistent,
    camera,
    clock,
    push: 'PushManager' in window && 'Notification' in window,
    signing,
    worker: 'serviceWorker' in navigator,
    awake: 'wakeLock' in navigator,
    position: 'geolocation' in navigator,
  };
}

/** A private window may offer a database and refuse to write, so one record is written and read. @returns {Promise<boolean>} */
function keeps() {
  return new Promise((resolve) => {
    try {
      const opening = indexedDB.open('doorstep-self-test', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('tried');
      opening.onerror = () => resolve(false);
      opening.onsuccess = () => tryWrite(opening.result, resolve);
    } catch {
      resolve(false);
    }
  });
}

/** @param {IDBDatabase} db @param {(works: boolean) => void} resolve */
function tryWrite(db, resolve) {
  const writing = db.transaction('tried', 'readwrite');
  writing.objectStore('tried').put(new ArrayBuffer(16), 'bytes');
  const end = (/** @type {boolean} */ works) => {
    db.close();
    indexedDB.deleteDatabase('doorstep-self-test');
    resolve(works);
  };
  writing.oncomplete = () => end(true);
  writing.onabort = () => end(false);
}

async function persists() {
  try {
    return (await navigator.storage?.persisted?.()) || ((await navigator.storage?.persist?.()) ?? false);
  } catch {
    return false;
  }
}

/** Looks for one; the permission is asked by the first photo. */
async function hasCamera() {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.some((device) => device.kind === 'videoinput');
  } catch {
    return false;
  }
}

/** Against the server's own date; null where it gave no answer in three seconds. @returns {Promise<boolean|null>} */
async function clockFits() {
  try {
    const answer = await fetch('/healthz', {
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(3000),
    });
    const date = Date.parse(answer.headers.get('Date') ?? '');
    return Number.isNaN(date) ? null : Math.abs(date - Date.now()) < 60_000;
  } catch {
    return null;
  }
}

/** The key is made, stored and read back by the phone core; here only whether the browser makes such keys. */
async function signs() {
  try {
    await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    return true;
  } catch {
    return false;
  }
}
