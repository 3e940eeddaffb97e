export type { IDBPDatabase, IDBPTransaction } from 'idb';
export { wrap } from 'idb';
