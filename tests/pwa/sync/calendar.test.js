import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone } from '../fakes/phones.js';

/** @param {(method: string) => Response} answer what the office says to each question about the calendar */
async function aPhoneThatIsTold(answer) {
  const made = await anEnrolledPhone();
  const transport = async (/** @type {string} */ url, /** @type {any} */ init) =>
    url.endsWith('/calendar') ? answer(init.method) : made.options.transport?.(url, init);
  return made.reopen({ transport: /** @type {any} */ (transport) });
}

test('an address is what the office says, and nothing else', async () => {
  const address = 'https://doorstep.example/c/abc.ics';
  const phone = await aPhoneThatIsTold(() => Response.json({ address }, { status: 201 }));
  const astray = await aPhoneThatIsTold(() => new Response('<html>Sign in to the Wi-Fi', { status: 200 }));
  const silent = await aPhoneThatIsTold(() => {
    throw new TypeError('no network');
  });

  assert.equal(await phone.makeCalendar(), address);
  for (const other of [astray, silent]) assert.equal(await other.makeCalendar(), null);
});

test('a page that is no calendar is not saved as one', async () => {
  const kinds = { 'text/calendar; charset=utf-8': 'BEGIN:VCALENDAR', 'text/html': '<html>' };
  const files = [];
  for (const [kind, text] of Object.entries(kinds)) {
    const phone = await aPhoneThatIsTold(() => new Response(text, { headers: { 'Content-Type': kind } }));
    files.push(await (await phone.calendarFile())?.text());
  }

  assert.deepEqual(files, ['BEGIN:VCALENDAR', undefined]);
});

test('an address that was not there any more has ended all the same', async () => {
  const ended = [];
  for (const status of [204, 404, 503]) {
    const phone = await aPhoneThatIsTold(() => new Response(null, { status }));
    ended.push(await phone.endCalendar());
  }

  assert.deepEqual(ended, [true, true, false]);
});
