import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Form } from '../../../pwa/ui/fill/form.js';

/** A phone that remembers drafts, answers in its own time, and can be full. */
function draftsOnly() {
  /** @type {Map<string, any>} */
  const kept = new Map();
  /** @type {{full: boolean, saves: number, gate: Promise<void>}} */
  const dials = { full: false, saves: 0, gate: Promise.resolve() };
  const draft = (/** @type {string} */ key) => ({
    read: async () => structuredClone(kept.get(key)),
    save: async (/** @type {any} */ value) => {
      dials.saves += 1;
      const copy = structuredClone(value);
      await dials.gate;
      if (dials.full) throw new Error('QuotaExceededError');
      kept.set(key, copy);
    },
    drop: async () => void kept.delete(key),
  });
  return { phone: /** @type {any} */ ({ draft }), kept, dials };
}

test('what was typed is there again after a reload', async () => {
  const { phone } = draftsOnly();
  const before = await new Form(phone, 'visit/v1/damage').open();
  await before.set('item', 'door frame');
  await before.setPhotos([{ bytes: new ArrayBuffer(3), mime: 'image/jpeg', role: 'damage', source: 'camera' }]);

  const after = await new Form(phone, 'visit/v1/damage').open();

  assert.equal(after.values.item, 'door frame');
  assert.equal(after.photos[0].bytes.byteLength, 3);
});

test('the latest letter wins however slow the phone is', async () => {
  const { phone, kept, dials } = draftsOnly();
  const form = await new Form(phone, 'k').open();
  let open = () => {};
  dials.gate = new Promise((resolve) => {
    open = resolve;
  });

  form.set('seen', 'd');
  form.set('seen', 'da');
  const last = form.set('seen', 'damp');
  open();
  await last;

  assert.equal(kept.get('k').seen, 'damp');
  assert.ok(dials.saves <= 2);
});

test('a phone too full for the draft says so and loses nothing on the page', async () => {
  const { phone, dials } = draftsOnly();
  const form = await new Form(phone, 'k').open();
  dials.full = true;

  await form.set('seen', 'damp');

  assert.equal(form.unkept, true);
  assert.equal(form.values.seen, 'damp');
});

test('a form that was recorded leaves no draft behind, even while a letter is being saved', async () => {
  const { phone, kept } = draftsOnly();
  const form = await new Form(phone, 'k').open();

  form.set('seen', 'damp');
  await form.drop();

  assert.equal(kept.size, 0);
});

test('what was begun before this page was opened is told from what is typed on it', async () => {
  const { phone } = draftsOnly();
  const first = await new Form(phone, 'visit/v1/concern').open();
  await first.set('seen', 'damp');
  const again = await new Form(phone, 'visit/v1/concern').open();

  assert.deepEqual([first.begunBefore, again.begunBefore], [false, true]);
});

test('a text that is too long is kept whole and named with its two lengths', async () => {
  const { phone, kept } = draftsOnly();
  const form = await new Form(phone, 'k').open();
  form.limits.set('seen', { label: 'What did you see?', most: 4 });
  const wrong = () => form.tooLong().filter(([isWrong]) => isWrong);

  await form.set('seen', 'damp');
  assert.deepEqual(wrong(), []);
  await form.set('seen', 'damps');

  assert.equal(kept.get('k').seen, 'damps');
  const [[, name, said]] = wrong();
  assert.equal(name, 'seen');
  assert.match(said, /“What did you see\?” may have 4 letters and has 5/);
});
