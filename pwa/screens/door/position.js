/** Where the phone is, asked only by a tap that says why; refusing it stops nothing. */
/** @import {Desk} from '../../ui/shapes.js' */
import { html, nothing } from '../../ui/html.js';
import { doorWords } from '../../ui/words/door.js';

const w = doorWords.arrive;

/** @param {Desk} desk */
export function position(desk) {
  const { geo, geoAsked } = desk.form.values;
  if (!('geolocation' in navigator)) return nothing;
  if (geo) return html`<p role="status">${w.placeGot(Math.round(geo.acc_m))}</p>`;
  return html`<p class="hint">${w.placeWhy}</p>
    <button type="button" class="button button-second" @click=${() => locate(desk)}>${w.place}</button>
    <p class="hint" role="status">${geoAsked ? w.placeNo : nothing}</p>`;
}

/** @param {Desk} desk */
function locate({ form, changed }) {
  const got = (/** @type {GeolocationPosition} */ { coords, timestamp }) => {
    form.set('geo', {
      lat: coords.latitude,
      lon: coords.longitude,
      acc_m: coords.accuracy,
      fix_ms: Math.round(timestamp),
    });
    changed();
  };
  const refused = () => {
    form.set('geoAsked', true);
    changed();
  };
  navigator.geolocation.getCurrentPosition(got, refused, {
    enableHighAccuracy: true,
    timeout: 15_000,
    maximumAge: 30_000,
  });
}
