/** From the kerb to the threshold. */
export { arrive } from './door/arrive.js';
export { card } from './door/card.js';
export { consent } from './door/consent.js';
export { emergency } from './door/emergency.js';
export { identity } from './door/identity.js';
export { noAccess } from './door/no-access.js';
export { noId } from './door/no-id.js';
export { witness } from './door/witness.js';
