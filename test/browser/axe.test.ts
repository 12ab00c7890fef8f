import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS } from '../../src/access.ts';
import { foreignRequests, type LiveBrowser, startBrowser } from '../helpers/browser.ts';
import { routeAt } from '../helpers/routes.ts';
import { startTour, type Tour } from '../helpers/tour.ts';
import { type Stop, stopsOf } from '../helpers/tour-stops.ts';

/** WCAG 2.2 AA on every page in every state, on a telephone and on an office screen; no rule is switched off. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const WIDTHS = [360, 1280];
const NARROWEST = 320;
/** Answers to programs, and files to be saved: no pages. */
const NO_PAGE = [
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /phien',
  'GET /quan-tri/dot/:campaign/chi-bo-ngoai-mang/bo-cai/:kit',
  'GET /chi-bo/:unit/xuat/tep/:file',
];

let browser: LiveBrowser;
let tour: Tour;
let stops: Stop[];
let axe: string;

beforeAll(async () => {
  browser = await startBrowser();
  tour = await startTour(browser);
  stops = await stopsOf(tour);
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});

afterAll(async () => {
  await tour.close();
  await browser.close();
});

describe('every page', () => {
  test('reads well with a screen reader and never scrolls sideways', { timeout: 900_000 }, async () => {
    const problems: string[] = [];
    for (const { who, name, open } of stops) {
      const page = await open();
      const where = `${who}: ${name}`;
      for (const width of WIDTHS) {
        await page.setViewport({ width, height: 900 });
        problems.push(...(await violations(page)).map((found) => `${where} (${width} px): ${found}`));
      }
      await page.setViewport({ width: NARROWEST, height: 900 });
      problems.push(...(await tooWide(page)).map((found) => `${where} (${NARROWEST} px): ${found}`));
    }
    expect(problems).toEqual([]);
    expect(stops.length).toBeGreaterThan(60);
  });

  test('is somewhere on the tour', () => {
    const visited = new Set(tour.watched.flatMap(({ watched }) => watched.requests).map((url) => routeAt(url)));
    const missed = Object.keys(ACCESS).filter((route) => route.startsWith('GET ') && !visited.has(route));
    expect(missed.filter((route) => !/[.](pdf|xlsx|docx|zip)$/.test(route) && !NO_PAGE.includes(route))).toEqual([]);
  });

  test('asks nobody but its own server and breaks none of its own rules', () => {
    expect(tour.watched.flatMap(({ watched, origin }) => foreignRequests(watched, origin))).toEqual([]);
    const complaints = tour.watched.flatMap(({ watched }) => watched.complaints);
    // One stop takes the network away to show what the page says then.
    expect(complaints.filter((words) => !words.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    expect(tour.watched.flatMap(({ watched }) => watched.requests).length).toBeGreaterThan(stops.length);
  });
});

test('the check sees what is wrong', async () => {
  const page = await (await browser.newPerson()).newPage();
  await page.setViewport({ width: NARROWEST, height: 900 });
  await page.setContent('<html><body><img src="data:,"><div style="width: 900px">rộng</div></body></html>');
  expect((await violations(page)).join(' ')).toMatch(/document-title.*html-has-lang.*image-alt/s);
  expect(await tooWide(page)).not.toEqual([]);
});

interface AxeAnswer {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate('Boolean(globalThis.axe)'))) await page.evaluate(axe);
  const answer = await page.evaluate((tags) => {
    const { axe: checker } = globalThis as unknown as { axe: { run(what: Document, how: object): Promise<AxeAnswer> } };
    return checker.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  }, TAGS);
  return answer.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** WCAG 1.4.10: at 320 px nothing makes the page itself scroll sideways; a table may, inside its own frame. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((each) => each.getBoundingClientRect().right > clientWidth + 1 && !each.closest('.table-scroll'))
      .map((each) => `${each.tagName}.${each.className} reaches ${Math.round(each.getBoundingClientRect().right)} px`)
      .concat(`the page is ${scrollWidth} px wide`);
  });
}
