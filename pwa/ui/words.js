/**
 * What the app says, in plain English: short sentences, no idioms, no blame. Words of one screen stand together.
 * The rest is in words/: at the door, inside, the day, the phone.
 */
import { day } from './words/day.js';
import { door } from './words/door.js';
import { inside } from './words/inside.js';
import { phone } from './words/phone.js';

const frame = {
  appName: 'Doorstep',
  back: 'Back',
  ringOffice: 'Ring the office',
  ringCustomer: 'Ring the customer',
  yes: 'Yes',
  no: 'No',
  continue: 'Continue',
  places: { label: 'Places', today: 'Today', unsent: 'Unsent', more: 'More' },
  saved: (/** @type {string} */ at) => `Saved on this phone ${at}`,
  savedWithoutPhoto: (/** @type {string} */ at) =>
    `Saved on this phone ${at}, without its photos: the phone is full. Make room, then take them again.`,
  notSaved: (/** @type {string} */ why) => `This could not be saved. Nothing you typed is lost. Try again. ${why}`,
  draftUnkept: 'This phone has no room to keep what you type. Save soon, and do not close the app.',
  hiddenTitle: 'Visits are hidden',
  hidden:
    'This phone has not reached the office for too long, so names and addresses are hidden. Connect to see them again. Everything you recorded is kept.',
  lost: {
    title: 'No such page',
    text: 'This page is not in the app. Go back to Today.',
    goneTitle: 'This visit is not on your phone',
    gone: 'The office gave this visit to somebody else, or it was taken away. Everything you recorded for it is kept and will be sent.',
  },
};

export const words = { ...frame, ...day, ...door, ...inside, ...phone };
