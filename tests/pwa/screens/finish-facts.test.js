import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finishFacts } from '../../../pwa/screens/inside/finish-facts.js';
import { fitted, size } from '../../../pwa/ui/fill/shrink.js';
import { enrolCode, match } from '../../../pwa/ui/route.js';

test('a finished job is work done and a summary, and no more', () => {
  const facts = finishFacts({ work: 'done', follow: 'no', dealt: 'yes', clean: 'yes', agreed: ' New pump ' });

  assert.deepEqual(
    facts.map((fact) => fact.type),
    ['work_done', 'summary_agreed'],
  );
  assert.deepEqual(facts[1].data, {
    dealt_with: true,
    agreed: 'New pump',
    not_agreed: null,
    next: null,
    by: null,
    cleaned_up: true,
  });
});

test('an unfinished job says why, what follows and what the tenant adds', () => {
  const facts = finishFacts({
    work: 'not',
    why: 'No part',
    follow: 'yes',
    trade: 'Gas',
    notes: 'Pump',
    dealt: 'no',
    next: 'Parts',
    by: '2026-11-27',
    clean: 'no',
    remark: 'Cold!',
  });

  assert.deepEqual(
    facts.map((fact) => fact.type),
    ['work_not_done', 'follow_on_needed', 'summary_agreed', 'tenant_remark'],
  );
  assert.deepEqual(facts[0].data, { reason: 'No part' });
  assert.equal(facts[2].data?.by, '2026-11-27');
});

test('an address finds its screen and what it names', () => {
  const table = { today: 1, 'visit/:visit': 2, 'visit/:visit/door': 3 };

  assert.deepEqual(match('#/visit/v%201/door', table), {
    found: 3,
    pattern: 'visit/:visit/door',
    path: 'visit/v%201/door',
    params: { visit: 'v 1' },
  });
  assert.equal(match('#/visit//door', table), null);
  assert.equal(match('#/nowhere', table), null);
  assert.equal(match('#/visit/%E0%A4%A', table)?.params.visit, '%E0%A4%A');
});

test('the code of an enrolment link is read from its fragment', () => {
  assert.equal(enrolCode('#enrol=AB12CD34EF'), 'AB12CD34EF');
  assert.equal(enrolCode('#/today'), null);
});

test('a photo keeps its shape within 1600 pixels and never grows', () => {
  assert.deepEqual(fitted(4000, 3000, 1600), { width: 1600, height: 1200 });
  assert.deepEqual(fitted(1200, 4000, 1600), { width: 480, height: 1600 });
  assert.deepEqual(fitted(640, 480, 1600), { width: 640, height: 480 });
});

test('sizes are said in the unit people know', () => {
  assert.equal(size(380_000), '380 kB');
  assert.equal(size(1_100_000), '1.1 MB');
});
