/**
 * What somebody has typed, chosen and photographed on one page, kept on the phone with every letter:
 * a reload, a kill or a flat battery loses nothing but the letter under the thumb.
 */
/** @import {Draft, Phone, PhotoInput} from '../../types.js' */
import { words } from '../words.js';

/** @typedef {{name: string, text: string}} Fault */

export class Form {
  /** @type {Record<string, any>} */
  values = {};
  /** @type {PhotoInput[]} */
  photos = [];
  /** @type {Fault[]} */
  faults = [];
  busy = false;
  /** True where the phone had no room left for the draft itself. */
  unkept = false;
  /** What is being done with the photos of a role; gone with the page, as the doing is. @type {Record<string, string|undefined>} */
  notes = {};
  /** Photos that are being read: what is saved meanwhile would be without them. @type {Promise<({bytes: ArrayBuffer, mime: string}|null)[]>|null} */
  reading = null;
  /** How many letters each text on the page may have, by its name. @type {Map<string, {label: string, most: number}>} */
  limits = new Map();
  /** True until somebody asks for it, where what stands here was begun before this page was opened. */
  begunBefore = false;

  /** @param {Phone} phone @param {string} key one for each page */
  constructor(phone, key) {
    this.kept = new Keeper(phone.draft(key));
    this.keptPhotos = new Keeper(phone.draft(`${key}#photos`));
  }

  /** Brings back what was there before a reload. */
  async open() {
    const [values, photos] = await Promise.all([this.kept.draft.read(), this.keptPhotos.draft.read()]);
    this.values = values ?? {};
    this.photos = photos ?? [];
    this.begunBefore = Object.keys(this.values).length > 0;
    return this;
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.values[name] = value;
    return this.keep(this.kept, this.values);
  }

  /** @param {PhotoInput[]} photos */
  setPhotos(photos) {
    this.photos = photos;
    return this.keep(this.keptPhotos, photos);
  }

  /** @param {Keeper} keeper @param {any} value */
  async keep(keeper, value) {
    this.unkept = !(await keeper.save(value));
  }

  /** @param {string} name */
  fault(name) {
    return this.faults.find((fault) => fault.name === name)?.text;
  }

  /** The texts on the page that are too long, in the shape of rules: they are kept whole, and not saved as they are. */
  tooLong() {
    return [...this.limits].map(([name, { label, most }]) => {
      const has = String(this.values[name] ?? '').length;
      return /** @type {[boolean, string, string]} */ ([has > most, name, words.tooLong(label, has, most)]);
    });
  }

  async drop() {
    this.values = {};
    this.photos = [];
    this.faults = [];
    await Promise.all([this.kept.drop(), this.keptPhotos.drop()]);
  }
}

/** Saves one after another and only the latest, so that an old letter never lands on a newer one. */
class Keeper {
  /** @type {Promise<boolean>|null} */
  running = null;
  /** @type {{value: any}|null} */
  next = null;
  dropped = false;

  /** @param {Draft} draft */
  constructor(draft) {
    this.draft = draft;
  }

  /** @param {any} value @returns {Promise<boolean>} false where the phone could not keep it */
  save(value) {
    this.next = { value };
    this.running ??= this.run();
    return this.running;
  }

  async run() {
    let kept = true;
    while (this.next && !this.dropped) {
      const { value } = this.next;
      this.next = null;
      kept = await this.draft.save(value).then(
        () => true,
        () => false,
      );
    }
    this.running = null;
    return kept;
  }

  async drop() {
    this.dropped = true;
    await this.running;
    await this.draft.drop();
    this.dropped = false;
    this.next = null;
  }
}
