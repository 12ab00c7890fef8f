import type { Store } from '../../src/deps.ts';

/** An engine as the tests open it: migrated, nothing in it, gone afterwards. */
export interface OpenedStore {
  store: Store;
  close(): Promise<void>;
}
