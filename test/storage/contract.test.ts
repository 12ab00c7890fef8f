import { afterAll, beforeAll, describe } from 'vitest';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { bytesAndLongLists } from './contract/bytes.ts';
import { listsAndGuards } from './contract/lists.ts';
import { races } from './contract/races.ts';
import { reading } from './contract/reading.ts';
import { sessions } from './contract/sessions.ts';
import { values } from './contract/values.ts';
import { type World, worldOn } from './contract/world.ts';
import { ENGINES } from './engines.ts';

/** What every storage engine must keep, in one file, run once an engine. Its parts stand in `contract/`. */
describe.each(Object.entries(ENGINES))('storage on %s', (_name, open) => {
  let opened: OpenedStore;
  let world: World;

  beforeAll(async () => {
    opened = await open();
    world = await worldOn(opened);
  }, 60_000);

  afterAll(() => opened.close());

  listsAndGuards(() => world);
  races(() => world);
  sessions(() => world);
  reading(() => world);
  values(() => world);
  bytesAndLongLists(() => world);
});
