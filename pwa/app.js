/** Joins the rooms: opens the phone's records, shows the screens, cares for the app. Nothing else. */
import { bringRooms, routes } from './screens/routes.js';
import { startScreens } from './screens/show.js';
import { openPhone } from './sync/phone.js';
import { careForApp } from './ui/device/app-care.js';
import { drawUnusable } from './ui/frame.js';

let redraw = () => {};
const app = careForApp(() => redraw());
try {
  const phone = await openPhone({});
  const screens = startScreens(phone, app, routes);
  redraw = screens.redraw;
  await screens.first;
  phone.start();
  await bringRooms();
  await app.keep();
} catch (error) {
  drawUnusable();
  throw error;
}
