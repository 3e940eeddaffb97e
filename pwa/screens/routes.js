/** Which address shows which screen. The first that fits wins. */
/** @import {Screen} from '../ui/shapes.js' */
import { cannot } from './day/cannot.js';
import { help } from './day/help.js';
import { messages } from './day/messages.js';
import { refused, setAside } from './day/refused.js';
import { start } from './day/start.js';
import { today } from './day/today.js';
import { unsent } from './day/unsent.js';
import { arrive } from './door/arrive.js';
import { consent } from './door/consent.js';
import { emergency } from './door/emergency.js';
import { identity } from './door/identity.js';
import { noAccess } from './door/no-access.js';
import { noId } from './door/no-id.js';
import { witness } from './door/witness.js';
import { check } from './inside/check.js';
import { concern } from './inside/concern.js';
import { damage } from './inside/damage.js';
import { finish } from './inside/finish.js';
import { leave } from './inside/leave.js';
import { photos } from './inside/photos.js';
import { timer } from './inside/timer.js';
import { told } from './inside/told.js';
import { enrol } from './phone/enrol.js';
import { install, more, theme, thisPhone, update, who } from './phone/more.js';
import { unplanned } from './phone/unplanned.js';
import { conflict } from './visit/conflict.js';
import { flag } from './visit/flag.js';
import { late } from './visit/late.js';
import { correct, recorded } from './visit/recorded.js';
import { stopped } from './visit/stop.js';
import { visit } from './visit/visit.js';
import { way } from './visit/way.js';

/** @type {Record<string, Screen>} */
export const routes = {
  today,
  'day/start': start,
  cannot,
  messages,
  help,
  unsent,
  'unsent/:event': refused,
  'unsent/:event/aside': setAside,
  more,
  'more/theme': theme,
  'more/phone': thisPhone,
  'more/install': install,
  'more/update': update,
  'more/who': who,
  unplanned,
  enrol,
  'enrol/:code': enrol,
  'visit/:visit': visit,
  'visit/:visit/flag': flag,
  'visit/:visit/stop': stopped,
  'visit/:visit/way': way,
  'visit/:visit/late': late,
  'visit/:visit/cannot': cannot,
  'visit/:visit/conflict': conflict,
  'visit/:visit/recorded': recorded,
  'visit/:visit/correct/:event': correct,
  'visit/:visit/arrive': arrive,
  'visit/:visit/door': identity,
  'visit/:visit/witness': witness,
  'visit/:visit/no-id': noId,
  'visit/:visit/consent': consent,
  'visit/:visit/emergency': emergency,
  'visit/:visit/no-access': noAccess,
  'visit/:visit/no-access/:reason': noAccess,
  'visit/:visit/timer': timer,
  'visit/:visit/told': told,
  'visit/:visit/damage': damage,
  'visit/:visit/concern': concern,
  'visit/:visit/photos': photos,
  'visit/:visit/finish': finish,
  'visit/:visit/check': check,
  'visit/:visit/leave': leave,
  'visit/:visit/help': help,
};
