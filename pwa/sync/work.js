/** What the phone does once its first screen stands: fetched right after it, so that the screen comes sooner. */

export { enrolPhone } from './enrol.js';
export { recordFact } from './record.js';
export { unsentFile } from './rescue.js';
export { syncOnce } from './sync.js';
export { uploadWaiting } from './upload.js';
