import type { Store } from '../../src/deps.ts';

/** An engine as the tests open it: migrated, nothing in it, gone afterwards. */
export interface OpenedStore {
  store: Store;
  /** Where other processes open the same database: a file, or the address of a server's; absent where none can. */
  address?: string;
  close(): Promise<void>;
}
