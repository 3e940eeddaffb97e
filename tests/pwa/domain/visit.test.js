import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldVisit } from '../../../pwa/domain/visit.js';

const folder = new URL('../../visit_cases/', import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

test('there are cases to hold the fold to', () => {
  assert.ok(cases.length >= 30);
});

for (const { title, events, visit } of cases) {
  test(title, () => {
    assert.deepEqual(foldVisit(events), visit);
  });
}

test('no order and no number of copies changes the visit', () => {
  const drawn = fc.constantFrom(...cases).chain((one) => {
    const copies = one.events.length ? fc.array(fc.constantFrom(...one.events), { maxLength: 5 }) : fc.constant([]);
    const all = { minLength: one.events.length, maxLength: one.events.length };
    return fc.tuple(fc.constant(one), fc.shuffledSubarray(/** @type {any[]} */ (one.events), all), copies);
  });
  fc.assert(
    fc.property(drawn, ([one, shuffled, copies]) => {
      assert.deepEqual(foldVisit([...copies, ...shuffled]), one.visit);
    }),
  );
});

test('folding leaves the events as they were', () => {
  for (const { events, visit } of cases) {
    const before = JSON.stringify(events);
    foldVisit(events);
    assert.equal(JSON.stringify(events), before);
    assert.ok(visit);
  }
});
