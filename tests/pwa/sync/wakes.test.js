import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone } from '../fakes/phones.js';

const SUBSCRIPTION = { endpoint: 'https://push.example/1', keys: { p256dh: 'k', auth: 'a' } };

/** A browser with a worker; what it holds stands in `held`.
 * @param {NotificationPermission} permission */
function aBrowser(permission) {
  const held = { subscription: /** @type {any} */ (null), key: /** @type {any} */ (null) };
  const pushManager = {
    getSubscription: async () => held.subscription,
    subscribe: async (/** @type {any} */ { applicationServerKey }) => {
      held.key = applicationServerKey;
      held.subscription = {
        toJSON: () => SUBSCRIPTION,
        unsubscribe: async () => {
          held.subscription = null;
        },
      };
      return held.subscription;
    },
  };
  const window = /** @type {any} */ ({
    Notification: { permission },
    document: { visibilityState: 'hidden', addEventListener() {}, removeEventListener() {} },
    addEventListener() {},
    removeEventListener() {},
    navigator: {
      serviceWorker: {
        getRegistration: async () => ({ pushManager }),
        addEventListener() {},
        removeEventListener() {},
      },
    },
  });
  return { held, window };
}

/** @param {NotificationPermission} permission @param {number} status what the server answers */
async function aPhoneWith(permission, status = 204) {
  const { held, window } = aBrowser(permission);
  /** @type {[string, any][]} */
  const told = [];
  const made = await anEnrolledPhone({ window });
  const transport = async (/** @type {string} */ url, /** @type {any} */ init) => {
    if (!url.endsWith('/push')) return made.options.transport?.(url, init);
    told.push([init.method, init.body && JSON.parse(init.body)]);
    if (status === 0) throw new TypeError('no network');
    return new Response(null, { status });
  };
  const phone = await made.reopen({ transport: /** @type {any} */ (transport) });
  return { phone, held, told };
}

test('a phone that asks to be told is known to the office before it says so', async () => {
  const { phone, held, told } = await aPhoneWith('granted');

  assert.equal(await phone.wakes(), 'off');
  assert.equal(await phone.turnOnWakes(), 'on');

  assert.deepEqual(told, [['PUT', SUBSCRIPTION]]);
  assert.ok(held.key);
  assert.equal(await phone.wakes(), 'on');
});

test('what the office did not hear of is taken back', async () => {
  for (const status of [0, 503]) {
    const { phone, held } = await aPhoneWith('granted', status);

    assert.equal(await phone.turnOnWakes(), 'no_answer');
    assert.equal(held.subscription, null);
  }
});

test('a no to the browser, and a browser that cannot, are said as they are', async () => {
  assert.equal(await (await aPhoneWith('denied')).phone.turnOnWakes(), 'denied');
  const { phone } = await anEnrolledPhone();

  assert.equal(await phone.wakes(), 'impossible');
  assert.equal(await phone.turnOnWakes(), 'impossible');
});

test('turning it off ends it in the browser and at the office', async () => {
  const { phone, held, told } = await aPhoneWith('granted');
  await phone.turnOnWakes();

  await phone.turnOffWakes();

  assert.equal(held.subscription, null);
  assert.deepEqual(told.at(-1), ['DELETE', undefined]);
});
