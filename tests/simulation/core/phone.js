/** A simulated phone: a disk, clocks, a network, the pages open on it, and the person who holds it. */

import { IDBFactory } from 'fake-indexeddb';
import { Clocks } from './clocks.js';
import { Page } from './page.js';
import { everything, fill } from './storage.js';

/** @import {Chance} from './chance.js' */
/** @import {Run} from './run.js' */

export class Phone {
  disk = new IDBFactory();
  /** @type {Page[]} */
  pages = [];
  network = 'fair';
  full = false;
  hostile = false;
  version = 1;
  /** The server's own last word on a sync. */
  lastStatus = 0;
  /** @type {string|null} */
  deviceId = null;
  /** @type {Record<string, any[]>|null} */
  backup = null;

  /** @param {Run} run @param {string} name @param {Chance} chance */
  constructor(run, name, chance) {
    this.run = run;
    this.name = name;
    this.operative = name;
    this.chance = chance;
    this.clocks = new Clocks(chance, run.world.nowMs);
  }

  /** A hostile phone's clocks say anything. */
  lie() {
    return this.hostile ? this.chance.whole(-90_000_000, 90_000_000) : 0;
  }

  /** The page to act on, opened where there is none. @returns {Promise<Page|null>} */
  async page() {
    return this.pages.length ? this.chance.pick(this.pages) : this.open();
  }

  /** @returns {Promise<Page|null>} */
  async open() {
    const page = new Page(this, this.version === 1 ? this.run.app : this.run.newerApp);
    this.pages.push(page);
    page.open().catch((error) => {
      if (!page.dead) this.run.violated('I-7', `${page.name} did not open: ${error}`);
    });
    await this.run.world.settle();
    return page.dead || !page.api ? null : page;
  }

  /** Whether the office has taken this phone out of use, and the server still knows. */
  revokedNow() {
    return this.deviceId !== null && this.run.revoked.has(this.deviceId) && this.lastStatus === 403;
  }

  killAll() {
    for (const page of [...this.pages]) page.die();
  }

  async takeBackup() {
    this.backup = await this.during(everything(this.disk));
  }

  /** All storage goes at once, as browsers do it. */
  evict() {
    this.killAll();
    this.disk = new IDBFactory();
    // Whom the server refused is gone with it: the browser that is left is nobody's phone.
    this.lastStatus = 0;
  }

  /** The disk is put back as it was when the backup was made. */
  async goBack() {
    if (!this.backup) return;
    this.killAll();
    const page = new Page(this, this.run.app);
    const blank = new IDBFactory();
    this.disk = blank;
    await this.during(page.open());
    page.die();
    await this.during(fill(blank, this.backup));
    // It is the device again that it was then, which the office may have taken out of use since.
    this.deviceId = this.backup.meta?.find(({ key }) => key === 'device')?.value?.device_id ?? null;
  }

  /** Wait for work on the disk, whose steps are tasks of the world. @template T @param {Promise<T>} work */
  async during(work) {
    let over = false;
    const watched = work.finally(() => {
      over = true;
    });
    watched.catch(() => {});
    while (!over) await this.run.world.settle();
    return watched;
  }
}
