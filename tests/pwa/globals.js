/** What browsers have and an older Node lacks: its own Web Crypto, under the name that browsers use. */
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= /** @type {Crypto} */ (webcrypto);
