/**
 * Keeps what a phone of this version has on its disk, records waiting: `node tests/pwa/store/freeze.js`.
 * Run once for each released schema; the file it writes is never made again.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { anEnrolledPhone, aPhoto, putVisit, recordMany } from '../fakes/phones.js';
import { frozen, written } from './frozen.js';

const { phone, server, options } = await anEnrolledPhone();
server.feed.push(putVisit('v1'), putVisit('v2'));
await recordMany(phone, 3);
await phone.syncNow();
server.faults.push(() => new Response('', { status: 503 }));
await recordMany(phone, 2);
await phone.record({ type: 'damage_reported', visit_id: 'v1', data: { item: 'wall' }, photos: [aPhoto(300, 9)] });
await phone.draft('visit/v2/concern').save({ seen: 'Half typed' });
phone.close();

const found = await frozen(/** @type {IDBFactory} */ (options.indexedDB));
// A key that signs cannot leave its browser.
found.rows.meta = found.rows.meta.filter(({ key }) => key !== 'key');
const file = new URL(`./schemas/${found.version}.json`, import.meta.url);
if (existsSync(file)) throw new Error(`${file.pathname} is there already: phones have that schema, so it stays.`);
writeFileSync(file, `${JSON.stringify(found, written, 1)}\n`);
