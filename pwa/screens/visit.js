/** A visit as a whole: its list, its flag, the way to it. */
export { conflict } from './visit/conflict.js';
export { dropPhoto } from './visit/drop-photo.js';
export { flag } from './visit/flag.js';
export { late } from './visit/late.js';
export { correct, recorded } from './visit/recorded.js';
export { stopped } from './visit/stop.js';
export { visit } from './visit/visit.js';
export { way } from './visit/way.js';
