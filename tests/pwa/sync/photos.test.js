import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AskedToWait } from '../../../pwa/sync/upload.js';
import { anEnrolledPhone, aPhoto, putVisit, rowsOf } from '../fakes/phones.js';

/** @param {any} phone @param {any[]} photos */
function damage(phone, photos) {
  return phone.record({ type: 'damage_reported', visit_id: 'v1', data: { item: 'wall' }, photos });
}

test('photos go smallest first, and their bytes leave only when the server verified them', async () => {
  const { phone, server, uploads, options } = await anEnrolledPhone();
  server.feed.push(putVisit('v1'));
  await damage(phone, [aPhoto(900, 1), aPhoto(100, 2), aPhoto(500, 3)]);
  await phone.syncNow();

  const sizes = (await rowsOf(options.indexedDB, 'photo_notes')).map((note) => [note.sha256, note.size]);
  const bySha = new Map(/** @type {[string, number][]} */ (sizes));
  assert.deepEqual(
    uploads.map((sha) => bySha.get(sha)),
    [100, 500, 900],
  );
  assert.equal((await rowsOf(options.indexedDB, 'photos')).length, 0);
  assert.deepEqual(
    (await phone.visit('v1'))?.photos.map((photo) => photo.status),
    ['received', 'received', 'received'],
  );
  assert.deepEqual(await phone.unsent(), []);
});

test('an upload that seems to succeed but is not verified keeps the bytes', async () => {
  const { phone, options } = await anEnrolledPhone({ uploader: async () => {} });
  await damage(phone, [aPhoto()]);

  await phone.syncNow();

  assert.equal((await rowsOf(options.indexedDB, 'photos')).length, 1);
  const [row] = await phone.unsent();
  assert.deepEqual([row.photos_total, row.photos_sent, row.status], [1, 0, 'waiting']);
  assert.equal(phone.status().waiting, 1);
});

test('a photo that fails delays neither another photo nor any event', async () => {
  let failing = '';
  const made = await anEnrolledPhone({
    uploader: async (job) => {
      failing ||= job.photo.sha256;
      if (job.photo.sha256 === failing) throw new Error('cut');
      made.server.verified.add(job.photo.sha256);
    },
  });
  await damage(made.phone, [aPhoto(10, 1), aPhoto(20, 2)]);

  await made.phone.syncNow();

  assert.equal(made.server.journal.size, 1);
  const left = await rowsOf(made.options.indexedDB, 'photos');
  assert.deepEqual(
    left.map((photo) => photo.sha256),
    [failing],
  );
  assert.equal((await made.phone.unsent())[0].photos_sent, 1);
});

test('a photo that failed is not tried again before its wait is over, whatever is recorded', async () => {
  const { phone, world, tries } = await aPhoneWhoseUploads(() => new Error('cut'));
  await damage(phone, [aPhoto()]);
  phone.start();
  await phone.quiet();
  assert.equal(tries.length, 1);

  for (let n = 0; n < 3; n++) {
    await damage(phone, []);
    world.pass(500);
    await phone.quiet();
  }
  assert.equal(tries.length, 1);

  world.pass(61_000);
  await phone.quiet();
  assert.equal(tries.length, 2);
});

test('where the server asks for quiet all photos wait as long as it said, and a person gets no further', async () => {
  const { phone, world, tries } = await aPhoneWhoseUploads(() => new AskedToWait(120_000));
  await damage(phone, [aPhoto(10, 1), aPhoto(20, 2)]);
  await phone.syncNow();
  await phone.syncNow();
  assert.equal(tries.length, 1);

  world.pass(121_000);
  await phone.syncNow();
  assert.equal(tries.length, 2);
});

/** @param {() => Error} why each upload fails */
async function aPhoneWhoseUploads(why) {
  /** @type {string[]} */
  const tries = [];
  const uploader = async (/** @type {any} */ job) => {
    tries.push(job.photo.sha256);
    throw why();
  };
  return { ...(await anEnrolledPhone({ uploader })), tries };
}

test('an upload goes on at the address it had before the page was killed', async () => {
  /** @type {(string|null)[]} */
  const resumed = [];
  const { phone, reopen } = await anEnrolledPhone({
    uploader: async (job) => {
      resumed.push(job.resumeUrl);
      await job.onUrl('/api/v1/files/7');
      throw new Error('cut');
    },
  });
  await damage(phone, [aPhoto()]);
  await phone.syncNow();

  await (await reopen()).syncNow();

  assert.deepEqual(resumed, [null, '/api/v1/files/7']);
});

test('the same photo in two events is one upload', async () => {
  const { phone, uploads, server } = await anEnrolledPhone();
  await damage(phone, [aPhoto(10, 1)]);
  await damage(phone, [aPhoto(10, 1)]);

  await phone.syncNow();

  assert.equal(uploads.length, 1);
  assert.equal(server.journal.size, 2);
  assert.deepEqual(await phone.unsent(), []);
});

test('a photo is named by the SHA-256 of its bytes and says where it came from', async () => {
  const { phone } = await anEnrolledPhone();
  const { event } = await damage(phone, [{ ...aPhoto(3, 0), source: 'gallery' }]);

  assert.deepEqual(event.blobs, [
    {
      sha256: '709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c',
      size: 3,
      mime: 'image/jpeg',
      role: 'damage',
      source: 'gallery',
    },
  ]);
});

test('unsent records go into a file that only the server can open', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.faults.push(() => new Response('', { status: 503 }));
  const { event } = await damage(phone, [aPhoto()]);

  const text = await (await phone.exportUnsent()).text();

  assert.equal(text.includes('wall'), false);
  const content = JSON.parse(text);
  assert.equal((await server.open(content.events[0].box)).id, event.id);
  assert.equal(content.photos.length, 1);
});
