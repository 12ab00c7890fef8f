import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { pageCount, showcasePapers } from '../../src/node/rehearsal-papers.ts';
import { foldName } from '../../src/units/rules.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startTour, type Tour } from '../helpers/tour.ts';
import { stopsOf } from '../helpers/tour-stops.ts';
import { contactSheet, type Shot } from './contact-sheet.ts';
import { notePapers, type Papers, printed } from './papers.ts';
import { pagesAsPng } from './sheets.ts';

/**
 * `npm run screens`: every page as each kind of person sees it, and every sheet, as pictures on one contact sheet.
 * Works on rehearsal data in a temporary folder. `npm run screens -- FOLDER` writes elsewhere than out/screens.
 */
const folder = process.argv[2] ?? 'out/screens';
const WIDTHS = [360, 1280];

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await startBrowser();
const tour = await startTour(browser);
try {
  const papers: Papers = new Map();
  const pages = await pageShots(tour, papers);
  // The tour ends with a renderer that fails.
  tour.breakPdf(false);
  const shots = [...pages, ...(await sheetShots(tour)), ...(await paperShots(papers))];
  const index = join(folder, 'index.html');
  await writeFile(index, contactSheet(shots));
  const pictures = shots.reduce((sum, shot) => sum + shot.pictures.length, 0);
  console.log(`${index}: ${shots.length} pages and sheets, ${pictures} pictures`);
} finally {
  await tour.close();
  await browser.close();
}

async function pageShots(from: Tour, papers: Papers): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const [index, { who, name, open }] of (await stopsOf(from)).entries()) {
    const page = await open();
    const file = `${String(index + 1).padStart(2, '0')}-${slug(name)}`;
    const pictures = [];
    for (const width of WIDTHS) {
      await writeFile(join(folder, `${file}-${width}.png`), await picture(page, width));
      pictures.push({ file: `${file}-${width}.png`, note: `${width} px` });
    }
    shots.push({ group: who, title: name, pictures });
    await notePapers(papers, who, page);
  }
  return shots;
}

/** As tall as the page, so that what sticks to the window's foot stands at the page's. */
async function picture(page: Page, width: number): Promise<Uint8Array> {
  let height = 900;
  // A frame as high as a share of the window grows with it.
  for (let round = 0; round < 4; round += 1) {
    await page.setViewport({ width, height });
    const needed = await page.evaluate(() => {
      document.querySelectorAll('.table-scroll').forEach((frame) => frame.scrollTo(0, 0));
      return document.documentElement.scrollHeight;
    });
    if (round > 0 && needed <= height) break;
    height = Math.max(needed, 600);
  }
  return page.screenshot();
}

async function sheetShots(from: Tour): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const { file, print } of showcasePapers(from.live.deps)) {
    shots.push(await sheetShot('bản in', file, await print()));
  }
  return shots;
}

/** Every paper to which a page of the tour leads; without it the run fails. */
async function paperShots(papers: Papers): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const [route, paper] of papers) {
    const pdf = (await printed(paper)) ?? paper.first;
    if (!pdf) throw new Error(`not a paper: ${paper.address}`);
    shots.push(await sheetShot(`bản in: ${paper.who}`, `${slug(route)}.pdf`, pdf));
  }
  return shots;
}

async function sheetShot(group: string, file: string, pdf: Uint8Array): Promise<Shot> {
  await writeFile(join(folder, file), pdf);
  const pictures = [];
  for (const [index, png] of (await pagesAsPng(pdf)).entries()) {
    const name = `${file.replace('.pdf', '')}-${index + 1}.png`;
    await writeFile(join(folder, name), png);
    pictures.push({ file: name, note: `trang ${index + 1} trên ${pageCount(pdf)}` });
  }
  return { group, title: file, pictures };
}

function slug(name: string): string {
  return foldName(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
