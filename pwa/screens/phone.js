/** The phone itself: setting it up, its looks, its version. */
export { calendar } from './phone/calendar.js';
export { enrol } from './phone/enrol.js';
export { install, more, theme, thisPhone, update, who } from './phone/more.js';
export { unplanned } from './phone/unplanned.js';
export { wakes } from './phone/wakes.js';
