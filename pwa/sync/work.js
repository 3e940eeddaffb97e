/** What the phone does once its first screen stands: fetched right after it, so that the screen comes sooner. */

export { calendarFile, endCalendar, makeCalendar } from './calendar.js';
export { enrolPhone } from './enrol.js';
export { recordFact } from './record.js';
export { unsentFile } from './rescue.js';
export { makeSchedule } from './schedule.js';
export { stateOfWakes, turnOffWakes, turnOnWakes } from './wake.js';
