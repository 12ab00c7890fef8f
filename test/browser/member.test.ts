import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expectPapersHoldEverything,
  expectQuiet,
  expectUsedUp,
  numbered,
  prepareOffice,
  writeAndSubmit,
} from '../helpers/author-walk.ts';
import { LAN_NAME, type LiveBrowser, startBrowser, startServer, textOf, watch } from '../helpers/browser.ts';

let browser: LiveBrowser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser.close());

describe.each([
  { way: 'with JavaScript', script: true },
  { way: 'without JavaScript', script: false },
])('in the rehearsal, $way', ({ script }) => {
  test('a member answers all 52 signs, fills in 2B, hands it in and gets the paper', { timeout: 90_000 }, async () => {
    const live = await startServer({ rehearsal: true });
    const { slip, seenAgain, watched: office } = await prepareOffice(browser, live, 'Nguyễn Thị Thử', script);
    expect(slip.code).not.toBe('');
    expect(seenAgain).toBe(false);
    const person = await browser.newPerson();
    const page = await person.newPage();
    await page.setJavaScriptEnabled(script);
    const watched = watch(page);

    const written = await writeAndSubmit(page, live, slip);
    expect([...written.signs.keys()]).toEqual([...numbered('A', 27), ...numbered('B', 25)]);
    expect(new Set(written.signs.values()).size).toBeGreaterThanOrEqual(4);
    await expectPapersHoldEverything(page, live, written);

    // Handed in: neither the back button nor a second sign-in leads back to writing.
    await page.goto(`${live.origin}/`);
    expect(await textOf(page, '.banner__state')).toMatch(/^ĐÃ NỘP/);
    expect(await page.$$('textarea, input[type="radio"]')).toHaveLength(0);
    expectQuiet(watched, live);
    expectQuiet(office, live);
    await person.close();
    await live.remove();
  });
});

test(
  'at a LAN name over plain HTTP, in a real campaign, only attested signs are asked',
  { timeout: 90_000 },
  async () => {
    const live = await startServer({ host: LAN_NAME });
    const { slip, watched: office } = await prepareOffice(browser, live, 'Lê Văn Thật', true);
    const person = await browser.newPerson();
    const page = await person.newPage();
    const watched = watch(page);

    const written = await writeAndSubmit(page, live, slip);
    expect([...written.signs.keys()]).toEqual([...numbered('A', 27), ...numbered('B', 5)]);
    await expectPapersHoldEverything(page, live, written);
    await expectUsedUp(browser, live, slip);
    expectQuiet(watched, live);
    expectQuiet(office, live);
    await person.close();
    await live.remove();
  },
);
