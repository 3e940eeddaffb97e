/**
 * The order in which a visit's events are read, and what each still says after its corrections.
 * The mirror of `server/domain/corrections.py`.
 */

/** @import {VisitEvent} from '../types.js' */
/** @typedef {Record<string, any>} Fields */

/** Corrections of corrections beyond this depth are not followed: nobody means them. */
const DEEPEST_CORRECTION = 50;

/**
 * Each event once: a device's own in the order of its chain, devices interleaved by their clocks.
 * A clock set back must not turn a chain round, so within a chain time only moves forward.
 *
 * @param {Iterable<VisitEvent>} events
 */
export function inOrder(events) {
  /** @type {Map<string, VisitEvent[]>} */
  const chains = new Map();
  for (const event of events) grouped(chains, `${event.device_id}\n${event.epoch}`).push(event);
  /** @type {[number, VisitEvent][]} */
  const timed = [];
  for (const chain of chains.values()) {
    let latest = Number.NEGATIVE_INFINITY;
    for (const event of chain.sort((a, b) => a.seq - b.seq || compare(a.id, b.id))) {
      latest = Math.max(latest, event.middle_ms ?? event.at.wall_ms);
      timed.push([latest, event]);
    }
  }
  timed.sort(([a, one], [b, other]) => a - b || byChain(one, other));
  /** @type {Map<string, VisitEvent>} */
  const once = new Map();
  for (const [, event] of timed) if (!once.has(event.id)) once.set(event.id, event);
  return [...once.values()];
}

/** @param {VisitEvent} a @param {VisitEvent} b */
function byChain(a, b) {
  return compare(a.device_id, b.device_id) || compare(a.epoch, b.epoch) || a.seq - b.seq || compare(a.id, b.id);
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

/** @template T @param {Map<string, T[]>} map @param {string} key */
function grouped(map, key) {
  const found = map.get(key) ?? [];
  map.set(key, found);
  return found;
}

/**
 * The events that still count, each with its fields after correction.
 *
 * `corrected` lays its fields over the event it names, or with `withdrawn` takes it back. An event of any other type
 * that names one takes its place. Only the same person corrects: another's word is a conflict.
 *
 * @param {VisitEvent[]} ordered
 */
export function thatStand(ordered) {
  /** @type {Map<string, VisitEvent[]>} */
  const naming = new Map();
  for (const event of ordered) if (event.corrects) grouped(naming, event.corrects).push(event);
  /** @type {[VisitEvent, Fields][]} */
  const standing = [];
  for (const event of ordered) {
    const fields = event.type === 'corrected' ? null : afterCorrections(event, naming, [event.id]);
    if (fields) standing.push([event, fields]);
  }
  return standing;
}

/**
 * @param {VisitEvent} event
 * @param {Map<string, VisitEvent[]>} naming
 * @param {string[]} above
 * @returns {Fields|null}
 */
function afterCorrections(event, naming, above) {
  /** @type {Fields} */
  let fields = event.data;
  if (above.length > DEEPEST_CORRECTION) return fields;
  for (const other of naming.get(event.id) ?? []) {
    if (other.actor_id !== event.actor_id || above.includes(other.id)) continue;
    const said = afterCorrections(other, naming, [...above, other.id]);
    if (!said) continue;
    if (other.type !== 'corrected' || said.withdrawn === true) return null;
    fields = { ...fields, ...said };
  }
  return fields;
}

/** @param {VisitEvent[]} ordered */
export function correctedByAnother(ordered) {
  const byId = new Map(ordered.map((event) => [event.id, event]));
  const found = [];
  for (const event of ordered) {
    const first = byId.get(event.corrects ?? '');
    if (first && first.actor_id !== event.actor_id) found.push({ what: 'corrected', event_ids: [first.id, event.id] });
  }
  return found;
}
