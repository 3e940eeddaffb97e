export { deleteDB, openDB, unwrap } from 'idb';
export type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
