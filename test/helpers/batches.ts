import { PDFDocument } from '@cantoo/pdf-lib';
import { unzipSync } from 'fflate';
import type { Deps, PdfRenderer } from '../../src/deps.ts';
import { workOnBatches } from '../../src/batches/work.ts';
import type { Manifest } from '../../src/batches/manifest.ts';
import type { Browser, TestApp } from './app.ts';
import { NOTHING_PRINTED } from './nothing-printed.ts';
import { type BranchWorld, branchWorld } from './branch.ts';

/** A renderer whose papers are real PDFs of one or two pages, without a browser; `fails` says which it cannot print. */
export interface PagedPdf extends PdfRenderer {
  printed: string[];
  fails: (html: string) => Error | null;
  ready: boolean;
  /** Called before each print, so that a test can step in between. */
  before: () => Promise<void>;
}

export function pagedPdf(): PagedPdf {
  const renderer: PagedPdf = {
    printed: [],
    fails: () => null,
    ready: true,
    before: () => Promise.resolve(),
    async render(html) {
      await renderer.before();
      const fault = renderer.fails(html);
      if (fault) throw fault;
      renderer.printed.push(html);
      const document = await PDFDocument.create();
      document.setTitle(/<title>([^<]*)/.exec(html)?.[1] ?? '');
      for (let page = 0; page < (html.includes('PHỤ LỤC') ? 2 : 1); page += 1) document.addPage();
      return document.save({ useObjectStreams: false });
    },
    numbers: () => NOTHING_PRINTED,
    health: () => Promise.resolve({ ready: renderer.ready, detail: 'Chưa có trình duyệt.' }),
    close: () => Promise.resolve(),
  };
  return renderer;
}

export interface BatchWorld extends BranchWorld {
  pdf: PagedPdf;
  /** `/chi-bo/<unit>/in` */
  path: string;
}

export async function batchWorld(overrides: Partial<Deps> = {}): Promise<BatchWorld> {
  const pdf = pagedPdf();
  const world = await branchWorld({ pdf, ...overrides });
  return { ...world, pdf, path: `/chi-bo/${world.office.branch}/in` };
}

/** Ticks these kinds (all there are, unless given) and presses the button; returns the address of the order's page. */
export async function order(browser: Browser, path: string, kinds?: readonly string[]): Promise<string> {
  const html = await (await browser.get(path)).text();
  const there = [...html.matchAll(/name="loai" value="([a-z-]+)"/g)].map(([, value = '']) => value);
  const ticked = (kinds ?? there).map((kind): [string, string] => ['loai', kind]);
  const answer = await browser.post(path, ticked);
  const job = answer.headers.get('location') ?? '';
  if (answer.status !== 303 || !job.startsWith(`${path}/`)) throw new Error(`not ordered: ${answer.status}`);
  return job;
}

/** The worker beside the server, until there is nothing more to do now. */
export async function work({ deps }: Pick<TestApp, 'deps'>): Promise<void> {
  while (await workOnBatches(deps));
}

/** The worker over the minutes in which a fault that passes is tried again. */
export async function workForLong(world: Pick<TestApp, 'deps' | 'clock'>): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await work(world);
    world.clock.forward(1);
  }
}

export interface FetchedZip {
  /** Everything but the list and the manifest. */
  papers: Record<string, Uint8Array>;
  listing: string;
  manifest: Manifest;
}

export async function fetchZip(browser: Browser, job: string): Promise<FetchedZip> {
  const answer = await browser.get(`${job}/ho-so.zip`);
  if (answer.status !== 200) throw new Error(`no ZIP: ${answer.status}`);
  const {
    '00-danh-muc.txt': listing,
    'manifest.json': manifest,
    ...papers
  } = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    papers,
    listing: decoder.decode(listing),
    manifest: JSON.parse(decoder.decode(manifest)) as Manifest,
  };
}

export async function fetchPdf(browser: Browser, job: string): Promise<Uint8Array> {
  const answer = await browser.get(`${job}/gop.pdf`);
  if (answer.status !== 200) throw new Error(`no merged file: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Bookmarks by name, two levels. */
export interface Bookmark {
  title: string;
  below: string[];
}

/** A branch with papers to print, on an app of one's own, whose renderer this is. */
export async function batchWorldOn(on: TestApp, pdf: PagedPdf): Promise<BatchWorld> {
  const world = await branchWorld({}, { on });
  return { ...world, pdf, path: `/chi-bo/${world.office.branch}/in` };
}
