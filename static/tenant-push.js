/** Offers notices on the tenant's own phone. Without this script, or without leave, texts come as before. */

const PUSH_WORKER = '/t/push-worker.js';

/** @param {HTMLElement} section */
function offerPush(section) {
  const { key = '', address = '' } = section.dataset;
  const can = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  section.hidden = false;
  if (!can) return showPush(section, /iPhone|iPad/.test(navigator.userAgent) ? 'iphone' : 'refused');
  pushButton(section, 'turn-on').addEventListener('click', () => turnOn(section, key, address));
  pushButton(section, 'turn-off').addEventListener('click', () => turnOff(section, address));
  return subscribed().then((held) => showPush(section, held ? 'on' : 'off'));
}

/** @param {HTMLElement} section @param {string} key @param {string} address */
async function turnOn(section, key, address) {
  try {
    if ((await Notification.requestPermission()) !== 'granted') return showPush(section, 'refused');
    await navigator.serviceWorker.register(PUSH_WORKER, { scope: '/t/' });
    const { pushManager } = await navigator.serviceWorker.ready;
    const held = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    if (await tellServer(address, 'POST', held.toJSON())) return showPush(section, 'on');
    await held.unsubscribe();
  } catch {
    // The browser's push service did not answer, or does not want to.
  }
  return showPush(section, 'refused');
}

/** @param {HTMLElement} section @param {string} address */
async function turnOff(section, address) {
  await (await subscribed())?.unsubscribe();
  await tellServer(address, 'DELETE');
  return showPush(section, 'off');
}

async function subscribed() {
  const registration = await navigator.serviceWorker.getRegistration('/t/');
  return registration ? registration.pushManager.getSubscription() : null;
}

/** @param {string} address @param {string} method @param {unknown} [said] */
async function tellServer(address, method, said) {
  const headers = { 'Content-Type': 'application/json' };
  const body = said === undefined ? undefined : JSON.stringify(said);
  const answer = await fetch(address, { method, headers, body, redirect: 'error' });
  return answer.status === 204;
}

/** @param {HTMLElement} section @param {'on'|'off'|'refused'|'iphone'} state */
function showPush(section, state) {
  for (const part of section.querySelectorAll('[data-says]')) {
    /** @type {HTMLElement} */ (part).hidden = /** @type {HTMLElement} */ (part).dataset.says !== state;
  }
  pushButton(section, 'turn-on').hidden = state !== 'off';
  pushButton(section, 'turn-off').hidden = state !== 'on';
}

/** @param {HTMLElement} section @param {string} does */
function pushButton(section, does) {
  return /** @type {HTMLButtonElement} */ (section.querySelector(`[data-does="${does}"]`));
}

const pushSection = document.getElementById('push');
if (pushSection) offerPush(pushSection);
