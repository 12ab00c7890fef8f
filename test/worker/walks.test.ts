import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expectPapersHoldEverything,
  expectQuiet,
  expectUsedUp,
  numbered,
  prepareOffice,
  writeAndSubmit,
} from '../helpers/author-walk.ts';
import { walkThroughTheSeason } from '../helpers/branch-season.ts';
import { type LiveBrowser, startBrowser, textOf, watch } from '../helpers/browser.ts';
import { type LiveWorker, startWorker } from '../helpers/workerd.ts';

/** The walks of test/browser, line by line the same, with workerd, a local D1, a queue and a rented browser behind them. */
let browser: LiveBrowser;
let live: LiveWorker;

beforeAll(async () => {
  [browser, live] = await Promise.all([startBrowser(), startWorker()]);
}, 120_000);

afterAll(async () => {
  // Whatever was refused or fell over on the way stands in what the Worker wrote.
  expect(live.output()).not.toMatch(/Code generation from strings|"level":"error"|Uncaught/);
  await browser.close();
  await live.remove();
});

describe('the author', () => {
  test('writes, hands in and gets the paper', { timeout: 120_000 }, async () => {
    const { slip, seenAgain, watched: office } = await prepareOffice(browser, live, 'Lê Văn Thật', true);
    expect(seenAgain).toBe(false);
    const person = await browser.newPerson();
    const page = await person.newPage();
    const watched = watch(page);
    const written = await writeAndSubmit(page, live, slip);
    expect([...written.signs.keys()]).toEqual([...numbered('A', 27), ...numbered('B', 5)]);
    await expectPapersHoldEverything(page, live, written);
    await page.goto(`${live.origin}/`);
    expect(await textOf(page, '.banner__state')).toMatch(/^ĐÃ NỘP/);
    await expectUsedUp(browser, live, slip);
    expectQuiet(watched, live);
    expectQuiet(office, live);
    await person.close();
  });
});

describe('the branch', () => {
  walkThroughTheSeason(async () => ({ browser, live }));
});
