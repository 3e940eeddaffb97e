/** The day's screens beyond the first one. */
export { cannot } from './day/cannot.js';
export { help } from './day/help.js';
export { answer, messages } from './day/messages.js';
export { listenForQuietHelp } from './day/quiet.js';
export { refused, setAside } from './day/refused.js';
export { start } from './day/start.js';
export { unsent } from './day/unsent.js';
