import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPhone } from '../../../pwa/sync/phone.js';
import { anEnrolledPhone, aPhone, aPhoto, putVisit, recordMany, rowsOf } from '../fakes/phones.js';

/** @import {Phone} from '../../../pwa/types.js' */

test('what was recorded survives the page', async () => {
  const { phone, reopen } = await anEnrolledPhone();
  const { event } = await phone.record({ type: 'arrived', visit_id: 'v1', data: {} });

  const again = await reopen();

  assert.equal((await again.unsent())[0].event_id, event.id);
  assert.equal((await again.visit('v1'))?.state.status, 'at_door');
});

test('a page killed between the answer and the trim sends again and ends in the same place', async () => {
  const { phone, server, options, reopen } = await anEnrolledPhone();
  await recordMany(phone, 3);
  await syncUnheard(phone, server);

  const again = await reopen();
  await again.syncNow();

  assert.equal(server.journal.size, 3);
  assert.equal(again.status().waiting, 0);
  assert.equal((await rowsOf(options.indexedDB, 'sealed')).length, 3);
});

test('a newest record that was lost between the server and its answer leaves none unsent', async () => {
  const { phone, server, options, reopen } = await anEnrolledPhone();
  await recordMany(phone, 3);
  await syncUnheard(phone, server);
  await loseNewest(options.indexedDB);

  const again = await reopen();
  await again.syncNow();

  assert.equal(server.journal.size, 3);
  assert.equal(again.status().waiting, 0);
  assert.equal((await rowsOf(options.indexedDB, 'sealed')).length, 2);
});

test('two tabs that append at once make one chain without a gap', async () => {
  const { phone, options } = await anEnrolledPhone();
  const other = await openPhone(options);

  await Promise.all([recordMany(phone, 15), recordMany(other, 15), recordMany(phone, 5)]);

  const rows = await rowsOf(options.indexedDB, 'events');
  assert.equal(rows.length, 35);
  rows.forEach((row, index) => {
    assert.equal(row.seq, index + 1);
    assert.equal(row.prev, index ? rows[index - 1].hash : '0'.repeat(64));
  });
});

test('two tabs that sync at once double nothing and lose nothing', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  server.feed.push(putVisit('v1'), putVisit('v2'), putVisit('v3'));
  server.pageSize = 1;
  const other = await openPhone(options);
  await recordMany(phone, 20);

  await Promise.all([phone.syncNow(), other.syncNow()]);

  assert.equal(server.journal.size, 20);
  assert.equal((await other.visits()).length, 3);
  assert.equal(phone.status().waiting, 0);
});

test('a tab hears of what another recorded and of the list that it took', async () => {
  const channels = /** @type {any[]} */ ([]);
  const channel = () => {
    const one = {
      onmessage: /** @type {any} */ (null),
      close() {},
      postMessage() {
        for (const other of channels) if (other !== one) other.onmessage?.();
      },
    };
    channels.push(one);
    return /** @type {any} */ (one);
  };
  const { phone, server, options } = await anEnrolledPhone({ channel: channel() });
  const other = await openPhone({ ...options, channel: channel() });

  const heard = new Promise((resolve) => {
    other.subscribe(() => {
      if (other.status().waiting === 1) resolve(undefined);
    });
  });
  await recordMany(phone, 1);

  await heard;

  const listed = new Promise((resolve) => {
    other.subscribe(async () => {
      if ((await other.visits()).some((row) => row.assignment?.visit_id === 'v9')) resolve(undefined);
    });
  });
  server.feed.push(putVisit('v9'));
  await phone.syncNow();

  await listed;
});

test('a tab that was told nothing sees what another recorded once it is looked at', async () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const { phone, options } = await anEnrolledPhone();
  const other = await openPhone({ ...options, window: /** @type {any} */ ({ document }) });
  await recordMany(phone, 1);
  assert.equal(other.status().waiting, 0);

  const seen = new Promise((resolve) => other.subscribe(() => resolve(undefined)));
  document.dispatchEvent(new Event('visibilitychange'));
  await seen;

  assert.equal(other.status().waiting, 1);
  assert.equal((await other.visit('v1'))?.events.length, 1);
});

test('a connection that was lost in the background is opened again and the tap is not recorded twice', async () => {
  const { phone, options } = await anEnrolledPhone();
  const real = IDBDatabase.prototype.transaction;
  let losses = 1;
  IDBDatabase.prototype.transaction = function (/** @type {any[]} */ ...given) {
    if (given[1] === 'readwrite' && losses-- > 0) {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    }
    return real.apply(this, /** @type {any} */ (given));
  };
  try {
    await phone.record({ type: 'arrived', visit_id: 'v1', data: {} });
  } finally {
    IDBDatabase.prototype.transaction = real;
  }

  assert.equal((await rowsOf(options.indexedDB, 'events')).length, 1);
});

test('with no room for the photo the event is kept and says what is missing', async () => {
  const { phone, options } = await anEnrolledPhone();
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (/** @type {any[]} */ ...given) {
    if (this.name === 'photos') throw new DOMException('full', 'QuotaExceededError');
    return real.apply(this, /** @type {any} */ (given));
  };
  try {
    const recorded = await phone.record({
      type: 'damage_reported',
      visit_id: 'v1',
      data: { item: 'door frame' },
      photos: [aPhoto()],
    });
    assert.deepEqual([recorded.photos_saved, recorded.photo_error], [false, 'full']);
    assert.equal(recorded.event.data.photos_not_kept, 1);
    assert.equal(recorded.event.data.item, 'door frame');
  } finally {
    IDBObjectStore.prototype.put = real;
  }

  const [row] = await rowsOf(options.indexedDB, 'events');
  assert.deepEqual(JSON.parse(row.body).blobs, []);
  assert.equal(row.seq, 1);
  assert.equal(phone.status().storage, 'full');
});

test('a draft survives the page, with its photos, until it is dropped', async () => {
  const { phone, reopen } = await anEnrolledPhone();
  await phone.draft('damage v1').save({ item: 'door', photos: [new Uint8Array([1, 2]).buffer] });

  const again = await reopen();
  const draft = await again.draft('damage v1').read();

  assert.equal(draft.item, 'door');
  assert.deepEqual([...new Uint8Array(draft.photos[0])], [1, 2]);
  await again.draft('damage v1').drop();
  assert.equal(await again.draft('damage v1').read(), null);
});

test('events are never rewritten while they wait', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  await recordMany(phone, 2);
  const before = JSON.stringify(await rowsOf(options.indexedDB, 'events'));
  server.judge = () => ({ status: 'quarantined', code: 'chain_break' });
  server.answerFault = () => new Response('', { status: 502 });

  await phone.syncNow();

  assert.equal(JSON.stringify(await rowsOf(options.indexedDB, 'events')), before);
});

test('a browser that keeps nothing says so, and a record is refused and not lost in silence', async () => {
  const broken = /** @type {any} */ ({
    open() {
      throw new DOMException('no storage here', 'SecurityError');
    },
  });
  const { phone } = await aPhone({ indexedDB: broken });

  assert.equal(phone.status().storage, 'refused');
  assert.equal(phone.device(), null);
  await assert.rejects(phone.record({ type: 'day_started', data: {} }), /no storage here/);
});

test('with no room for a box the proof is noted, nothing is sent again, and the box comes when there is room', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  await recordMany(phone, 3);
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (/** @type {any[]} */ ...given) {
    if (this.name === 'sealed') throw new DOMException('full', 'QuotaExceededError');
    return real.apply(this, /** @type {any} */ (given));
  };
  try {
    const status = await phone.syncNow();
    assert.deepEqual([status.waiting, status.storage], [0, 'full']);
  } finally {
    IDBObjectStore.prototype.put = real;
  }
  assert.equal((await rowsOf(options.indexedDB, 'events')).length, 3);

  await phone.syncNow();

  assert.equal(server.requests.at(-1).events.length, 0);
  assert.equal((await rowsOf(options.indexedDB, 'sealed')).length, 3);
  assert.equal((await rowsOf(options.indexedDB, 'events')).length, 0);
});

test('a tab leaves the talking to the tab that holds the lock, unless that one is frozen', async () => {
  const another = anotherTab();
  const { phone, server, world } = await anEnrolledPhone({ locks: another.locks });
  another.holds = false;
  await phone.syncNow();
  another.holds = true;
  await phone.syncNow();
  assert.equal(server.requests.length, 1);

  world.pass(61_000);
  await phone.syncNow();
  assert.equal(server.requests.length, 2);
});

test('a tab that left the talking to another asks for itself soon after', async () => {
  const another = anotherTab();
  const { phone, server, world, options } = await anEnrolledPhone({ locks: another.locks });
  await (await openPhone({ ...options, locks: null })).syncNow();
  phone.start();
  await phone.quiet();
  assert.equal(server.requests.length, 1);
  another.holds = false;

  world.pass(2_100);
  await phone.quiet();

  assert.equal(server.requests.length, 2);
  assert.equal(phone.status().connection, 'up_to_date');
});

/** The locks of a browser in which another tab may hold the one for syncing. */
function anotherTab() {
  const another = {
    holds: true,
    /** @type {any} */
    locks: {
      async request(/** @type {string} */ _name, /** @type {any} */ options, /** @type {any} */ work) {
        return work(another.holds && options.ifAvailable ? null : {});
      },
    },
  };
  return another;
}

/** A sync whose page is killed between the server's answer and the phone's hearing it.
 * @param {Phone} phone @param {import('../fakes/server.js').FakeServer} server */
async function syncUnheard(phone, server) {
  server.answerFault = () => {
    throw new TypeError('killed');
  };
  await phone.syncNow();
  server.answerFault = null;
}

/** The newest event's row vanishes, as by a browser that repairs its storage. @param {IDBFactory|undefined} factory @returns {Promise<void>} */
async function loseNewest(factory) {
  const { epoch, seq } = (await rowsOf(factory, 'events')).at(-1);
  return new Promise((resolve) => {
    const open = /** @type {IDBFactory} */ (factory).open('doorstep');
    open.onsuccess = () => {
      const tx = open.result.transaction('events', 'readwrite');
      tx.objectStore('events').delete([epoch, seq]);
      tx.oncomplete = () => {
        open.result.close();
        resolve();
      };
    };
  });
}
