/** Whether the office has a record, and under which reference: said only after its own receipt. */
/** @import {Desk, Known} from '../../ui/shapes.js' */
import { when } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';
import { isWaiting } from './office.js';

const w = doorWords.recorded;

/** @param {Desk} desk @param {Pick<Known, 'elsewhere'|'events'>} visit @param {string} eventId */
export function receipt(desk, { elsewhere, events }, eventId) {
  if (isWaiting(desk, eventId)) return doorWords.photo.waiting;
  const { received_ms } = events.find((event) => event.id === eventId) ?? {};
  const reference = elsewhere?.reports?.find((one) => one.event_id === eventId)?.reference ?? null;
  return w.received(received_ms ? when(received_ms, desk.now()) : null, reference);
}
