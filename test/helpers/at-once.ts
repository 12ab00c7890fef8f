import { createApp } from '../../src/app.ts';
import type { Store } from '../../src/deps.ts';
import { type Browser, browserFor, type TestApp } from './app.ts';

/**
 * The same person at the same app, but its first writes wait for each other: each list is built from what stood before any
 * of them ran. A server with several connections would else serve the one request before it reads for the other.
 */
export function writingAtOnce({ deps }: Pick<TestApp, 'deps'>, { cookie }: Browser, lists = 2): Browser {
  const built = Promise.withResolvers<void>();
  let waiting = 0;
  const store: Store = {
    ...deps.store,
    atomic: async (statements) => {
      waiting += 1;
      if (waiting === lists) built.resolve();
      await built.promise;
      return deps.store.atomic(statements);
    },
  };
  return browserFor(createApp({ ...deps, store }), cookie);
}
