import type { BrowserContext, Page, SerializedAXNode } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findField, findReview } from '../../src/reviews/queries.ts';
import {
  fillIn,
  follow,
  type LiveBrowser,
  type LiveServer,
  signInAs,
  startBrowser,
  startServer,
  textOf,
} from '../helpers/browser.ts';
import { pressAndFollow as pressOn, tabTo as tabOn } from '../helpers/keyboard.ts';
import { type Office, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';
import { actorFor } from '../helpers/tour.ts';

/** By keyboard only, by ear, and in letters twice as large. */
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
let person: BrowserContext;
let page: Page;
let accountId: string;
let reviewId: string;

beforeAll(async () => {
  browser = await startBrowser();
  live = await startServer();
  office = await seedOffice(live.deps);
  await seedCampaign(live.deps, office.committee);
});

afterAll(async () => {
  await browser.close();
  await live.remove();
});

beforeEach(async () => {
  person = await browser.newPerson();
  ({ accountId } = await seedPerson(live.deps, office.branch, 'Đỗ Thị Bàn Phím'));
  await signInAs(person, live, accountId);
  page = await person.newPage();
  page.setDefaultTimeout(10_000);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${live.origin}/`);
  await follow(page, 'main button.button--primary');
  reviewId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
});

afterEach(() => person.close());

async function open(path: string): Promise<void> {
  await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}${path}`);
}

async function stored(key: string): Promise<string> {
  return (await findField(live.deps.store.db, reviewId, key))?.value ?? '';
}

const unseen: string[] = [];

function tabTo(selector: string): Promise<void> {
  return tabOn(page, selector, unseen);
}

function pressAndFollow(key: 'Enter' | 'Space'): Promise<void> {
  return pressOn(page, key);
}

describe('by keyboard only', () => {
  test('the first Tab is the way past the head of the page', async () => {
    await open('/ghi/muc-i');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip-link');
    const box = await (await page.$('.skip-link'))?.boundingBox();
    expect(box && box.x >= 0 && box.y >= 0).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  });

  test(
    'a step is written, signs are answered with the arrows, and the review is handed in',
    { timeout: 60_000 },
    async () => {
      unseen.length = 0;
      await completeReview(live.deps, actorFor(accountId), reviewId);
      await open('/ghi/muc-i');
      await tabTo('#o-I-1');
      await page.keyboard.down('Control');
      await page.keyboard.press('End');
      await page.keyboard.up('Control');
      await page.keyboard.type(' Gõ thêm bằng bàn phím.');
      await tabTo('.pager button.button--primary');
      await pressAndFollow('Enter');
      expect(page.url()).toMatch(/\/ghi\/muc-ii$/);
      expect(await stored('I.1')).toMatch(/ Gõ thêm bằng bàn phím\.$/);

      await open('/ghi/bieu-hien-a-1');
      await tabTo('input[name="A1"]');
      await page.keyboard.press('ArrowDown');
      await tabTo('textarea[name="A1.prevention"], [name^="A1."]');
      await page.keyboard.type('Học đều.');
      await tabTo('.pager button.button--primary');
      await pressAndFollow('Enter');
      expect(await stored('A1')).not.toBe('none');
      expect(await page.evaluate(() => location.pathname)).toMatch(/bieu-hien-a-2$/);

      await open('/kiem-tra');
      await tabTo('#o-nop button.button--primary');
      await pressAndFollow('Space');
      expect(await textOf(page)).toMatch(/^ĐÃ NỘP/);
      expect((await findReview(live.deps.store.db, reviewId))?.state).toBe('submitted');
      expect(unseen).toEqual([]);
    },
  );

  test.each([true, false])('a word of art is explained at its sign (script: %s)', async (script) => {
    await page.setJavaScriptEnabled(script);
    await open('/ghi/bieu-hien-a-1');
    const disclosure = '#o-A5 details';
    await tabTo(`${disclosure} summary`);
    const nodes = await heard();
    expect(nodes.some(({ focused, name }) => focused && name === 'Giải thích: nể nang')).toBe(true);
    const openNow = () => page.$eval(disclosure, (each) => (each as HTMLDetailsElement).open);
    expect(await openNow()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await openNow()).toBe(true);
    const box = await page.$eval(`${disclosure} summary`, (each) => each.getBoundingClientRect().height);
    expect(box).toBeGreaterThanOrEqual(44);
  });
});

function nodesOf(node: SerializedAXNode | null): SerializedAXNode[] {
  return node ? [node, ...(node.children ?? []).flatMap(nodesOf)] : [];
}

async function heard(): Promise<SerializedAXNode[]> {
  return nodesOf(await page.accessibility.snapshot({ interestingOnly: false }));
}

describe('by ear', () => {
  test.each(['/ghi/ca-nhan', '/ghi/muc-i', '/ghi/bieu-hien-a-1', '/ghi/tu-danh-gia', '/kiem-tra'])(
    '%s: every control says its name, every group its question',
    async (path) => {
      await open(path);
      const nodes = await heard();
      const controls = nodes.filter(({ role }) =>
        ['textbox', 'radio', 'checkbox', 'button', 'link', 'combobox'].includes(role),
      );
      expect(controls.length).toBeGreaterThan(4);
      expect(controls.filter(({ name }) => !name?.trim()).map(({ role }) => role)).toEqual([]);
      const groups = await page.$$eval('main fieldset', (all) =>
        all.map((each) => each.querySelector('legend')?.textContent?.trim() ?? ''),
      );
      expect(groups.filter((legend) => legend === '')).toEqual([]);
      const named = nodes.filter(({ role, name }) => ['group', 'radiogroup'].includes(role) && name?.trim());
      expect(named.length).toBeGreaterThanOrEqual(groups.length);
    },
  );

  test('an error is told at the top with the focus, and again with its field', async () => {
    await page.setJavaScriptEnabled(false);
    await open('/ghi/tu-danh-gia');
    await fillIn(page, '#o-B-I-1', '31');
    await follow(page, '.pager button.button--primary');
    await page.setJavaScriptEnabled(true);
    const nodes = await heard();
    expect(nodes.filter(({ role }) => role === 'region').map(({ name }) => name)).toContain('Có 1 chỗ cần xem lại');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('error-summary');
    const field = await page.$eval('#o-B-I-1', (input) => ({
      invalid: input.getAttribute('aria-invalid'),
      told: (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' '),
    }));
    expect(field.invalid).toBe('true');
    expect(field.told).toContain('30');
    expect(await page.title()).toMatch(/^Cần xem lại/);
  });
});

describe('in letters twice as large', () => {
  test.each(['', '/ghi/muc-i', '/ghi/bieu-hien-b-1', '/ghi/tu-danh-gia', '/kiem-tra'])(
    '“%s” never scrolls sideways',
    async (path) => {
      await open(path);
      for (const width of [1280, 640]) {
        await page.setViewport({ width, height: 900 });
        const found = await page.evaluate(() => {
          const before = parseFloat(getComputedStyle(document.documentElement).fontSize);
          document.documentElement.style.fontSize = `${before * 2}px`;
          const letters = parseFloat(getComputedStyle(document.querySelector('main h1') as Element).fontSize);
          const { scrollWidth, clientWidth } = document.documentElement;
          document.documentElement.style.fontSize = '';
          return { large: letters >= before * 2, tooWide: Math.max(0, scrollWidth - clientWidth) };
        });
        expect([width, found]).toEqual([width, { large: true, tooWide: 0 }]);
      }
    },
  );
});
