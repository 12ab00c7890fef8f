import { v7 as uuidv7 } from 'uuid';
import { storeShippedEditions } from '../../src/catalogues/commands.ts';
import { readConfig } from '../../src/config.ts';
import type { Deps, Store } from '../../src/deps.ts';
import { storeShippedForms } from '../../src/forms/commands.ts';
import { readShipped } from '../../src/node/shipped.ts';
import { fakePdf } from './app.ts';

/** A program over a migrated store of any engine, on a fixed day, with the shipped lists and forms in it. */
export async function depsOn(store: Store): Promise<Deps> {
  const deps: Deps = {
    store,
    pdf: fakePdf(),
    now: () => new Date('2026-11-22T03:00:00.000Z'),
    newId: uuidv7,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    config: readConfig({}, '.'),
    rehearsal: false,
    addressOf: () => 'test',
    shipped: await readShipped(),
    upkeep: null,
  };
  await storeShippedEditions(deps);
  await storeShippedForms(deps);
  return deps;
}
