/**
 * What the app says, in plain English: short sentences, no idioms, no blame. Words of one screen stand together.
 * Here is what every page and the first screen say; each room's own words come with it, from words/.
 */

export const words = {
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
  letters: (/** @type {number} */ has, /** @type {number} */ most) => `${has} of ${most} letters`,
  tooLong: (/** @type {string} */ label, /** @type {number} */ has, /** @type {number} */ most) =>
    `“${label}” may have ${most} letters and has ${has}. Shorten it. Nothing you typed is lost.`,
  draftUnkept: 'This phone has no room to keep what you type. Save soon, and do not close the app.',
  hiddenTitle: 'Visits are hidden',
  hidden:
    'This phone has not reached the office for too long, so names and addresses are hidden. Connect to see them again. Everything you recorded is kept.',
  lost: {
    title: 'No such page',
    text: 'This page is not in the app. Go back to Today.',
    unloaded: 'This phone does not have the whole app yet. Find signal, then open it again.',
    goneTitle: 'This visit is not on your phone',
    gone: 'The office gave this visit to somebody else, or it was taken away. Everything you recorded for it is kept and will be sent.',
  },
  today: {
    title: (/** @type {string} */ name) => `Today, ${name}`,
    next: 'Next',
    under_way: 'Under way',
    open: 'Open this visit',
    later: 'The other visits of today',
    coming: 'Coming days',
    opened: 'Opened on this phone',
    earlier: 'Earlier',
    flag: 'Flag: read before going',
    flagRead: 'Flag read',
    repeat: 'Missed twice before. The next miss may cost up to £70 a day.',
    onTheirWay: 'Your visits are on their way to this phone.',
    empty: 'No visits on this phone for today.',
    emptyNext: 'Check again when you have signal, or ring the office.',
    check: 'Check for visits now',
    stale: (/** @type {string} */ age) => `Flags last checked ${age} ago. Ring the office before you go in.`,
    oldUnsent: (/** @type {string} */ age) =>
      `Something has waited ${age} to be sent. Find signal, or copy it to a file from Unsent.`,
    startTitle: 'Start of the day',
    startAsk: 'Uniform and badge on?',
    uniform: 'Uniform with the firm’s name',
    badge: 'Badge with your name and the firm’s',
    start: 'Start my day',
    started: 'Day started.',
    messages: (/** @type {number} */ news) => `Messages from the office${news ? `: ${news} today` : ''}`,
    cannot: 'I cannot make it',
    update: 'A new version of this app is ready.',
    updateLink: 'See what to do',
    alone: 'Two people needed',
    changed: (/** @type {string} */ what, /** @type {string} */ at) => `${what} ${at}`,
  },
  changed: { moved: 'New time since', cancelled: 'Cancelled', assigned: 'Given to you', booked: 'New' },
  status: {
    not_started: 'Not started',
    travelling: 'On the way',
    at_door: 'At the door',
    inside: 'Inside',
    no_access: 'No access',
    finished: 'Finished',
    left: 'Done',
    cannot_attend: 'Cannot attend',
    cancelled: 'Cancelled',
    moved: 'Moved',
  },
  storage: {
    refused:
      'This phone does not let the app keep records for good. Send them daily, and put the app on the home screen.',
    low: 'This phone is nearly full. Photos may not save.',
    full: 'This phone is full. Reports are kept, photos are not. Make room now.',
  },
  unreadable: {
    title: 'The records did not answer',
    text: 'Nothing is lost. Close the app and open it again.',
  },
  unusable: {
    title: 'This phone cannot keep records',
    text: 'The browser is in private mode, or its storage is blocked. What you record would be lost when it closes. Open this page in an ordinary window, or ring your office.',
  },
  flagBar: (/** @type {string} */ place) => `The instruction for ${place} has changed. Read it before you go in.`,
  timerBar: { checkIn: 'Timer: check in within', overdue: 'Overdue' },
};
