/** Runs seeds as the process on the other side of the line asks for them. */

import { pathToFileURL } from 'node:url';
import { hear, say } from './asking.js';
import { Chance } from './chance.js';
import { installCrypto } from './crypto.js';
import { DEEDS } from './deeds.js';
import { judge, quieten } from './quiet.js';
import { Run } from './run.js';
import { installWrites } from './storage.js';
import { installTasks } from './world.js';

let chance = new Chance(1);
installTasks();
installCrypto(() => chance);
installWrites();
// Both work in threads of their own, whose order no seed decides.
Object.assign(globalThis, { CompressionStream: undefined, BroadcastChannel: undefined });

/** @type {Run|null} */
let present = null;
process.on('unhandledRejection', (/** @type {any} */ error) => {
  // What a page had asked of its database when it was killed is refused, and nobody is left to hear it.
  if (error?.name !== 'AbortError') present?.violated('I-7', `nobody caught ${error?.stack ?? error}`);
});

for (let order = hear(); order !== null; order = hear()) {
  const run = await runOnce(order);
  say({ verdict: run.verdict() });
}

/** `openPhone` of a client, with all that it would fetch later. @param {string} app */
async function opener(app) {
  const { openPhone } = await import(pathToFileURL(`${app}/sync/phone.js`).href);
  await import(pathToFileURL(`${app}/sync/work.js`).href);
  return openPhone;
}

/** @param {{seed: number, app: string, newer: string, steps: number, tells: boolean}} order */
async function runOnce({ seed, app, newer, steps, tells }) {
  chance = new Chance(seed ^ 0x2545f491);
  const run = new Run(seed, await opener(app), await opener(newer), tells);
  present = run;
  await run.begin();
  const weights = Object.fromEntries(Object.entries(DEEDS).map(([name, [weight]]) => [name, weight]));
  for (let step = 0; step < steps; step++) {
    const name = run.chance.weighted(weights);
    const phone = run.chance.pick(run.phones);
    run.note('deed', name, phone.name);
    await DEEDS[name][1](run, phone);
    const gap = run.chance.weighted({ none: 4, seconds: 6, minutes: 5, hour: 1 });
    await run.world.run({ none: 0, seconds: 9_000, minutes: 400_000, hour: 4_000_000 }[gap] * run.chance.unit());
  }
  await quieten(run);
  await judge(run);
  for (const phone of run.phones) phone.killAll();
  await run.world.settle();
  return run;
}
