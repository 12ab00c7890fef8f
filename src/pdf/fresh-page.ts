import { AppError } from '../errors.ts';

/**
 * What a browser must be able to do here. Node's puppeteer and Cloudflare's fork of it have different types for the same
 * things; a paper must come out of both alike, so the one way to print it is written against this.
 */
export interface PrintingBrowser {
  readonly connected: boolean;
  newPage(): Promise<PrintingPage>;
  once(event: 'disconnected', heard: () => void): unknown;
  off(event: 'disconnected', heard?: () => void): unknown;
}

interface PrintingPage {
  setJavaScriptEnabled(enabled: boolean): Promise<void>;
  setRequestInterception(value: boolean): Promise<void>;
  on(event: 'request', heard: (request: AskedFor) => void): unknown;
  setContent(html: string, options: { waitUntil: 'load'; timeout: number }): Promise<void>;
  pdf(options: typeof PAPER): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface AskedFor {
  url(): string;
  respond(answer: { headers: Record<string, string>; contentType: string; body: Uint8Array }): Promise<void>;
  continue(): Promise<void>;
  abort(why: 'blockedbyclient'): Promise<void>;
}

/** Time is kept by `withDeadline`, for every stage alike. */
const PAPER = { preferCSSPageSize: true, printBackground: true, tagged: true, outline: true, timeout: 0 };

export interface StageLimits {
  openMs: number;
  loadMs: number;
  printMs: number;
}

/** Address → what stands there: answered out of our own memory, so that nothing is fetched for it. */
export type OwnFiles = ReadonlyMap<string, { type: string; bytes: Uint8Array }>;

const NO_FILES: OwnFiles = new Map();

const TRY_AGAIN =
  'Chưa in được bản này. Nội dung đã lưu vẫn còn nguyên; đồng chí thử in lại sau ít phút. Nếu vẫn không được, hãy báo người quản trị.';

/**
 * One paper on one fresh page, closed whatever happens. Nothing in the page runs, and nothing is fetched: it gets `data:`
 * and our own `files`, and whatever else it asks for is refused. Throws AppError `pdf-failed`; `message` names the stage.
 */
export async function printOnFreshPage(
  browser: PrintingBrowser,
  html: string,
  limits: StageLimits,
  files: OwnFiles = NO_FILES,
): Promise<Uint8Array> {
  const within = <Result>(stage: string, ms: number, work: Promise<Result>) => withDeadline(browser, stage, ms, work);
  const page = await within('open', limits.openMs, browser.newPage());
  try {
    await within('open', limits.openMs, lockDown(page, files));
    await within('load', limits.loadMs, page.setContent(html, { waitUntil: 'load', timeout: 0 }));
    return await within('print', limits.printMs, page.pdf(PAPER));
  } finally {
    await within('close', limits.openMs, page.close()).catch(() => undefined);
  }
}

async function lockDown(page: PrintingPage, files: OwnFiles): Promise<void> {
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    // The page may be gone before the answer: there is nothing left to refuse then.
    answer(request, files).catch(() => undefined);
  });
}

function answer(request: AskedFor, files: OwnFiles): Promise<void> {
  const file = files.get(request.url());
  // A font is asked for across origins, by the rules of CORS, and a paper is of no origin.
  const headers = { 'access-control-allow-origin': '*' };
  if (file) return request.respond({ headers, contentType: file.type, body: file.bytes });
  return request.url().startsWith('data:') ? request.continue() : request.abort('blockedbyclient');
}

/** A stage that overran: the browser is not to be trusted with the next paper. */
export class StageOverrun extends AppError {
  constructor(stage: string, ms: number) {
    super('pdf-failed', { message: `stage "${stage}" took more than ${ms} ms`, hint: TRY_AGAIN });
  }
}

async function withDeadline<Result>(
  browser: PrintingBrowser,
  stage: string,
  ms: number,
  work: Promise<Result>,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onGone: (() => void) | undefined;
  const overrun = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StageOverrun(stage, ms)), ms);
    // A question put to a browser just as it ends may never be answered, not even with an error.
    onGone = () => reject(new Error('the browser has ended'));
    browser.once('disconnected', onGone);
    if (!browser.connected) onGone();
  });
  // A promise that loses the race may still reject later, when the page is closed under it.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, overrun]);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('pdf-failed', {
      message: `stage "${stage}" failed: ${String(error)}`,
      hint: TRY_AGAIN,
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    browser.off('disconnected', onGone);
  }
}
