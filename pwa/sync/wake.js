/** Wake-ups: a push says that the day has changed to a phone that nobody looks at. Without them nothing is lost. */

import * as meta from '../store/meta.js';
import { ask } from './ask.js';

/** @import {Wakes} from '../types.js' */
/** @import {Core} from './sync.js' */

/** @param {Core} core @returns {Promise<Wakes>} */
export async function stateOfWakes(core) {
  const asked = await asking(core);
  if (!asked) return 'impossible';
  if (asked.permission === 'denied') return 'denied';
  return (await asked.manager.getSubscription()) ? 'on' : 'off';
}

/**
 * The permission was asked for by the tap that led here. What the office did not hear of is taken back at once, so
 * that the phone never says that it is told when it is not.
 *
 * @param {Core} core
 * @returns {Promise<Wakes|'no_answer'>}
 */
export async function turnOnWakes(core) {
  const asked = await asking(core);
  const device = await core.db.read(['meta'], meta.device);
  if (!asked || !device?.push_public_key) return 'impossible';
  if (asked.permission !== 'granted') return asked.permission === 'denied' ? 'denied' : 'off';
  const subscription = await asked.manager
    .subscribe({ userVisibleOnly: true, applicationServerKey: device.push_public_key })
    .catch(() => null);
  if (!subscription) return 'no_answer';
  if (await told(core, 'PUT', subscription.toJSON())) return 'on';
  await subscription.unsubscribe().catch(() => {});
  return 'no_answer';
}

/** The browser forgets first: then no push can arrive, whether the office hears of it now or finds it gone later.
 * @param {Core} core */
export async function turnOffWakes(core) {
  const asked = await asking(core);
  await (await asked?.manager.getSubscription())?.unsubscribe();
  await told(core, 'DELETE', undefined);
}

/** @param {Core} core @returns {Promise<{manager: PushManager, permission: NotificationPermission}|null>} */
async function asking({ outside }) {
  const window = /** @type {(Window & {Notification?: any})|null} */ (outside.window);
  const registration = await window?.navigator.serviceWorker?.getRegistration();
  if (!window || !registration?.pushManager || !('Notification' in window)) return null;
  return { manager: registration.pushManager, permission: window.Notification.permission };
}

/** @param {Core} core @param {string} method @param {unknown} said */
async function told(core, method, said) {
  return (await ask(core, method, '/push', said))?.status === 204;
}
