/** Joins the rooms: opens the phone's records, shows the screens, cares for the app. Nothing else. */
import { bringRooms, routes } from './screens/routes.js';
import { startScreens } from './screens/show.js';
import { openPhone } from './sync/phone.js';
import { careForApp } from './ui/device/app-care.js';
import { drawUnreadable, drawUnusable } from './ui/frame.js';
import { painted } from './ui/painted.js';

/** A newer version's upgrade may wait for another window that sleeps; this one goes on by itself when it can. */
const OPENS_WITHIN_MS = 8_000;

let redraw = () => {};
const app = careForApp(() => redraw());
open();

/** Not at the top of the module: what is imported later waits for this module to have run to its end. */
async function open() {
  try {
    const slow = setTimeout(drawUnreadable, OPENS_WITHIN_MS);
    const phone = await openPhone({}).finally(() => clearTimeout(slow));
    const screens = startScreens(phone, app, routes);
    redraw = screens.redraw;
    await screens.first.catch(reportError); // it has said so on the screen; what waits is sent all the same
    await painted();
    phone.start();
    await bringRooms();
    const day = await import('./screens/day.js');
    day.listenForQuietHelp(phone, /** @type {HTMLElement} */ (document.getElementById('top')));
    await app.keep();
  } catch (error) {
    drawUnusable();
    throw error;
  }
}
