import puppeteer, { type Browser, type BrowserWorker } from '@cloudflare/puppeteer';
import type { Log, PdfHealth, PdfRenderer } from '../deps.ts';
import { AppError } from '../errors.ts';
import { printOnFreshPage, type StageLimits } from './fresh-page.ts';
import { type PaperFonts, withFonts } from './paper-fonts.ts';
import { createTally } from './tally.ts';

/**
 * PDF on Cloudflare: a browser that is rented through a binding. A connection belongs to the request that opened it, so
 * each paper connects, prints on a fresh page and disconnects; the browser itself stays for the next paper for a while.
 */
export interface RentedLimits extends StageLimits {
  /** Papers of this isolate at the same time: each holds its document several times over, in 128 MB for everything. */
  atOnce: number;
  waitAtMostMs: number;
  retryAfterSeconds: number;
  /** How long a browser nobody uses is kept; its time is paid for. */
  keepMs: number;
  healthMs: number;
}

export const RENTED_LIMITS: RentedLimits = {
  atOnce: 2,
  waitAtMostMs: 20_000,
  retryAfterSeconds: 20,
  openMs: 15_000,
  loadMs: 30_000,
  printMs: 60_000,
  keepMs: 60_000,
  healthMs: 10_000,
};

/**
 * A rented browser cannot be told `--font-render-hinting=none` when it starts; this keeps the font's own widths all the
 * same. Without it lines break elsewhere (the title is 71.9 mm instead of 72.7); with it every letter stands where
 * chromium-session.ts gets it, up to a quarter of a millimetre (a rounded pixel) higher or lower.
 */
const TRUE_WIDTHS = 'html{text-rendering:geometricPrecision}';

const LOOK_AGAIN_MS = 200;
const CONNECT_TRIES = 10;

interface RentedOptions {
  binding: BrowserWorker;
  fonts: () => Promise<PaperFonts>;
  log: Log;
  limits?: Partial<RentedLimits>;
}

export function createRentedRenderer({ binding, fonts, log, limits: given }: RentedOptions): PdfRenderer {
  const limits = { ...RENTED_LIMITS, ...given };
  const longestMs = 2 * limits.openMs + limits.loadMs + limits.printMs;
  /** Ends of papers being printed. A request may be cut off without a last word: its turn ends by itself. */
  const turns = new Set<{ until: number }>();
  let queued = 0;
  let rented = 0;
  const tallies = { waitedMs: createTally(), tookMs: createTally(), bytes: createTally() };
  let lastHealth: { until: number; answer: PdfHealth } | undefined;

  function active(): number {
    for (const turn of turns) if (turn.until < Date.now()) turns.delete(turn);
    return turns.size;
  }

  /** Asks again and again: nothing that one request waits for may be in another request's hands. */
  async function waitForTurn(): Promise<{ until: number }> {
    const asked = Date.now();
    queued += 1;
    try {
      while (active() >= limits.atOnce) {
        if (Date.now() - asked > limits.waitAtMostMs) throw busy('too many papers at once', limits.retryAfterSeconds);
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
    } finally {
      queued -= 1;
    }
    const turn = { until: Date.now() + longestMs };
    turns.add(turn);
    tallies.waitedMs.add(Date.now() - asked);
    return turn;
  }

  /** What is free at this moment, or has just been rented, may be taken by somebody else before we are connected. */
  async function connect(): Promise<Browser> {
    const refused = new Set<string>();
    for (let tries = 1; ; tries += 1) {
      const sessions = await puppeteer.sessions(binding).catch(() => []);
      const free = sessions.find(({ connectionId, sessionId }) => !connectionId && !refused.has(sessionId));
      try {
        if (free) return await puppeteer.connect(binding, free.sessionId);
        const browser = await puppeteer.launch(binding, { keep_alive: limits.keepMs });
        rented += 1;
        return browser;
      } catch (cause) {
        if (free) refused.add(free.sessionId);
        const taken = /existing session/.test(String(cause));
        if (!taken || tries === CONNECT_TRIES) throw await refusal(cause);
        log.info({ cause: String(cause), tries }, 'a browser was taken by somebody else or has ended');
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
    }
  }

  /** The account's own limits are a matter of waiting; anything else is the operator's. */
  async function refusal(cause: unknown): Promise<AppError> {
    const message = `no browser to be had: ${String(cause)}`;
    if (!/code: 429|rate limit|limit exceeded/i.test(message)) return unavailable(message, cause);
    const told = await puppeteer.limits(binding).catch(() => undefined);
    const seconds = Math.ceil((told?.timeUntilNextAllowedBrowserAcquisition ?? 0) / 1000);
    return busy(message, Math.max(seconds, limits.retryAfterSeconds), cause);
  }

  async function print(html: string): Promise<Uint8Array> {
    const browser = await inTime(limits.openMs, connect());
    try {
      const paper = await printOnFreshPage(browser, html, limits);
      await browser.disconnect();
      return paper;
    } catch (error) {
      // It is not to be trusted with the next paper, and nobody else would end it.
      await browser.close().catch(() => undefined);
      throw error;
    }
  }

  async function askHealth(): Promise<PdfHealth> {
    try {
      await puppeteer.limits(binding);
      return { ready: true, detail: 'In được PDF bằng Browser Rendering của Cloudflare.' };
    } catch (cause) {
      log.warn({ cause: String(cause) }, 'Browser Rendering does not answer');
      return { ready: false, detail: WHAT_TO_DO };
    }
  }

  return {
    async render(html) {
      const { faces, files } = await fonts();
      const document = withFonts(html, { faces: `${faces}\n${TRUE_WIDTHS}`, files });
      const turn = await waitForTurn();
      const began = Date.now();
      try {
        const paper = await print(document);
        tallies.tookMs.add(Date.now() - began);
        tallies.bytes.add(paper.length);
        return paper;
      } finally {
        turns.delete(turn);
      }
    },
    async health() {
      if (!lastHealth || Date.now() >= lastHealth.until)
        lastHealth = { answer: await askHealth(), until: Date.now() + limits.healthMs };
      return lastHealth.answer;
    },
    numbers: () => ({
      active: active(),
      queued,
      waitedMs: tallies.waitedMs.read(),
      tookMs: tallies.tookMs.read(),
      bytes: tallies.bytes.read(),
      restarts: Math.max(0, rented - 1),
    }),
    close: () => Promise.resolve(),
  };
}

const WHAT_TO_DO =
  'Chưa gọi được Browser Rendering của Cloudflare nên chưa in được PDF; các phần khác vẫn chạy bình thường. ' +
  'Người cài đặt hãy xem binding BROWSER trong wrangler.toml và hạn mức Browser Rendering của tài khoản, rồi thử in lại.';

function unavailable(message: string, cause: unknown): AppError {
  return new AppError('pdf-unavailable', { message, hint: WHAT_TO_DO, cause });
}

function busy(message: string, retryAfterSeconds: number, cause?: unknown): AppError {
  return new AppError('pdf-busy', {
    message,
    hint: `Máy chủ đang in nhiều bản cùng lúc. Đồng chí chờ khoảng ${retryAfterSeconds} giây rồi bấm lại; nội dung đã lưu vẫn còn nguyên.`,
    retryAfterSeconds,
    cause,
  });
}

async function inTime(ms: number, work: Promise<Browser>): Promise<Browser> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // One that comes after all is given back.
      work.then((browser) => browser.disconnect()).catch(() => undefined);
      reject(unavailable(`no browser within ${ms} ms`, undefined));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
