/** From the timer to being out and safe. */
export { check } from './inside/check.js';
export { concern } from './inside/concern.js';
export { damage } from './inside/damage.js';
export { finish } from './inside/finish.js';
export { leave } from './inside/leave.js';
export { photos } from './inside/photos.js';
export { timer, timerLength } from './inside/timer.js';
export { told } from './inside/told.js';
