/**
 * Which address shows which screen. Today comes with the app; the other rooms come right after it and stay in
 * memory, so that a page of this version never asks a later one for a file.
 */
/** @import {Screen} from '../ui/shapes.js' */
import { today } from './day/today.js';

/** @typedef {() => Promise<Screen>} Coming */
/** @typedef {Record<string, Screen>} Room */

const day = () => import('./day.js');
const visit = () => import('./visit.js');
const door = () => import('./door.js');
const inside = () => import('./inside.js');
const phone = () => import('./phone.js');

/** @template {string} N @param {() => Promise<Record<N, Screen>>} room @param {N} name @returns {Coming} */
const from = (room, name) => async () => (await room())[name];

/** @type {Record<string, Coming>} */
export const routes = {
  today: async () => today,
  'day/start': from(day, 'start'),
  cannot: from(day, 'cannot'),
  messages: from(day, 'messages'),
  'messages/:message': from(day, 'answer'),
  help: from(day, 'help'),
  unsent: from(day, 'unsent'),
  'unsent/:event': from(day, 'refused'),
  'unsent/:event/aside': from(day, 'setAside'),
  more: from(phone, 'more'),
  'more/theme': from(phone, 'theme'),
  'more/phone': from(phone, 'thisPhone'),
  'more/install': from(phone, 'install'),
  'more/update': from(phone, 'update'),
  'more/wakes': from(phone, 'wakes'),
  'more/calendar': from(phone, 'calendar'),
  'more/who': from(phone, 'who'),
  unplanned: from(phone, 'unplanned'),
  enrol: from(phone, 'enrol'),
  'enrol/:code': from(phone, 'enrol'),
  'photo/:number/:path': from(visit, 'dropPhoto'),
  'visit/:visit': from(visit, 'visit'),
  'visit/:visit/flag': from(visit, 'flag'),
  'visit/:visit/stop': from(visit, 'stopped'),
  'visit/:visit/way': from(visit, 'way'),
  'visit/:visit/late': from(visit, 'late'),
  'visit/:visit/cannot': from(day, 'cannot'),
  'visit/:visit/conflict': from(visit, 'conflict'),
  'visit/:visit/recorded': from(visit, 'recorded'),
  'visit/:visit/correct/:event': from(visit, 'correct'),
  'visit/:visit/arrive': from(door, 'arrive'),
  'visit/:visit/door': from(door, 'identity'),
  'visit/:visit/witness': from(door, 'witness'),
  'visit/:visit/no-id': from(door, 'noId'),
  'visit/:visit/consent': from(door, 'consent'),
  'visit/:visit/emergency': from(door, 'emergency'),
  'visit/:visit/no-access': from(door, 'noAccess'),
  'visit/:visit/card': from(door, 'card'),
  'visit/:visit/no-access/:reason': from(door, 'noAccess'),
  'visit/:visit/timer': from(inside, 'timer'),
  'visit/:visit/timer/length': from(inside, 'timerLength'),
  'visit/:visit/told': from(inside, 'told'),
  'visit/:visit/damage': from(inside, 'damage'),
  'visit/:visit/concern': from(inside, 'concern'),
  'visit/:visit/photos': from(inside, 'photos'),
  'visit/:visit/finish': from(inside, 'finish'),
  'visit/:visit/check': from(inside, 'check'),
  'visit/:visit/leave': from(inside, 'leave'),
  'visit/:visit/help': from(day, 'help'),
};

/** Brings in every room; called once the first screen is drawn. */
export async function bringRooms() {
  for (const room of [visit, door, inside, day, phone]) await room().catch(() => null);
}
