import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAssignment, aVisit } from './a-visit.js';
import { aDesk, textOf } from './shown.js';

const { identity } = await import('../../../pwa/screens/door/identity.js');

/** @param {boolean|undefined} texts */
async function saidAtTheDoor(texts) {
  const tenant = { name: 'Mr Lee', phone: null, language: 'en', interpreter: false, texts };
  const page = await identity(aDesk({ visit: aVisit({ assignment: anAssignment({ tenant }) }) }));
  return textOf(page.body);
}

test('the code is said to stand behind the link, to who got a message', async () => {
  assert.match(await saidAtTheDoor(true), /Open the link in our message: the code there is 4821\./);
});

test('who gets no messages is told of no code in one', async () => {
  assert.doesNotMatch(await saidAtTheDoor(false), /our message|the code there/);
});
