import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receipt } from '../../../pwa/screens/visit/receipt.js';

const AT = Date.parse('2026-11-24T10:55:00Z');
const elsewhere = /** @type {any} */ ({ reports: [{ event_id: 'e', reference: 'D-1093' }] });

/** @param {string[]} waiting @returns {any} */
const desk = (waiting = []) => ({ rows: waiting.map((event_id) => ({ event_id })), now: () => AT });

/** @param {Record<string, any>} [event] @returns {any} */
const visit = (event = {}) => ({ elsewhere, events: [{ id: 'e', ...event }] });

test('nothing is called received before the office’s own receipt', () => {
  assert.equal(receipt(desk(['e']), visit(), 'e'), 'Waiting');
});

test('what the office has is said with its time and its reference', () => {
  assert.equal(receipt(desk(), visit({ received_ms: AT }), 'e'), 'Received by the office 10:55, reference D-1093');
});

test('a record without a reference of its own, or from before phones kept the time, claims no more', () => {
  assert.equal(
    receipt(desk(), { ...visit({ received_ms: AT }), elsewhere: null }, 'e'),
    'Received by the office 10:55',
  );
  assert.equal(receipt(desk(), { ...visit(), elsewhere: null }, 'e'), 'Received by the office');
});
