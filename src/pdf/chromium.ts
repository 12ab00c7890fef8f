import { availableParallelism } from 'node:os';
import type { Config } from '../config.ts';
import type { Log, PdfHealth, PdfRenderer } from '../deps.ts';
import { AppError } from '../errors.ts';
import { memoryOfTree } from './chromium-memory.ts';
import { findBrowser, findInstalledBrowser, type BrowserBinary } from './chromium-binary.ts';
import { startSession, type Session } from './chromium-session.ts';
import { printOnFreshPage, StageOverrun, type StageLimits } from './fresh-page.ts';
import { createLimiter, type LimiterOptions } from './limiter.ts';
import { withFonts } from './paper-fonts.ts';
import { paperFonts } from './paper-fonts-node.ts';
import { createTally } from './tally.ts';

export interface ChromiumLimits extends StageLimits, LimiterOptions {
  /** Papers after which the browser is replaced by a fresh one. */
  recycleAfter: number;
  /** Bytes of memory a browser with all its processes may hold; looked at every `weighEvery` papers. */
  recycleAbove: number;
  weighEvery: number;
  /** How long an answer about health stands. */
  healthMs: number;
}

export const DEFAULT_LIMITS: ChromiumLimits = {
  atOnce: availableParallelism() > 2 ? 2 : 1,
  mayWait: 20,
  waitAtMostMs: 60_000,
  retryAfterSeconds: 20,
  openMs: 15_000,
  loadMs: 30_000,
  printMs: 60_000,
  recycleAfter: 200,
  recycleAbove: 800_000_000,
  weighEvery: 10,
  healthMs: 10_000,
};

interface ChromiumOptions {
  config: Pick<Config, 'chromiumPath' | 'dataDir'>;
  log: Log;
  limits?: Partial<ChromiumLimits>;
}

export interface ChromiumRenderer extends PdfRenderer {
  /** Of the browser that runs now, if any. */
  readonly browserPid: number | undefined;
}

/** A browser with what it has printed and what it is printing. */
interface PrintingSession extends Session {
  /** Papers given to it so far. */
  papers: number;
  /** Papers it has not done yet. */
  pages: number;
  /** Gets no more papers. */
  retiring: boolean;
  /** Set once it is being ended. */
  ending: Promise<void> | undefined;
}

/** PDF on Node. Starts its browser with the first paper (or question about health), and again whenever it has gone. */
export function createChromiumRenderer({ config, log, limits: given }: ChromiumOptions): ChromiumRenderer {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const limiter = createLimiter(limits);
  let binary: Promise<BrowserBinary> | undefined;
  let current: Promise<PrintingSession> | undefined;
  let running: PrintingSession | undefined;
  /** Every browser that has not ended yet: the running one, and retired ones with a paper still on a page. */
  const alive = new Set<PrintingSession>();
  let closed = false;
  let started = 0;
  const tallies = { waitedMs: createTally(), tookMs: createTally(), bytes: createTally() };
  let lastHealth: { until: number; answer: Promise<PdfHealth> } | undefined;

  function session(): Promise<PrintingSession> {
    if (closed) return Promise.reject(unavailable(new Error('renderer is closed')));
    if (running && !running.browser.connected) retire(running);
    current ??= start().catch((error: unknown) => {
      // The next paper tries again: the operator may have mended it meanwhile.
      current = undefined;
      throw error;
    });
    return current;
  }

  async function start(): Promise<PrintingSession> {
    binary ??= findBrowser(config, log).catch((error: unknown) => {
      binary = undefined;
      throw error;
    });
    const { found, session: begun } = await startOrInstalled(await binary).catch((error: unknown) => {
      binary = undefined;
      throw unavailable(error);
    });
    running = { ...begun, papers: 0, pages: 0, retiring: false, ending: undefined };
    alive.add(running);
    started += 1;
    log.info({ browser: found.name, pid: begun.pid }, 'browser started');
    return running;
  }

  /** Some systems grant a sandbox only to the browser they installed themselves. */
  async function startOrInstalled(found: BrowserBinary): Promise<{ found: BrowserBinary; session: Session }> {
    try {
      return { found, session: await startSession(found, log) };
    } catch (error) {
      const installed = found.pinned ? await findInstalledBrowser() : undefined;
      if (!installed) throw error;
      log.warn({ cause: String(error), instead: installed.name }, 'the pinned browser did not start');
      binary = Promise.resolve(installed);
      return { found: installed, session: await startSession(installed, log) };
    }
  }

  /** A browser for one paper; whoever takes it gives it back. The last paper it is good for retires it. */
  async function take(): Promise<PrintingSession> {
    let used = await session();
    // Those who waited for one browser together may find that the first of them has retired it.
    while (used.retiring) used = await session();
    used.papers += 1;
    used.pages += 1;
    if (used.papers >= limits.recycleAfter) retire(used);
    return used;
  }

  function giveBack(used: PrintingSession): void {
    used.pages -= 1;
    if (!used.retiring && used.papers % limits.weighEvery === 0) void weigh(used);
    if (used.retiring && used.pages === 0) void end(used);
  }

  /** A browser that has grown too heavy makes way like one that has printed enough. */
  async function weigh(used: PrintingSession): Promise<void> {
    const bytes = await memoryOfTree(used.pid).catch(() => null);
    if (bytes === null || bytes <= limits.recycleAbove || used.retiring) return;
    log.info({ pid: used.pid, bytes, papers: used.papers }, 'the browser has grown heavy; the next paper gets another');
    retire(used);
  }

  /** The next paper gets a fresh browser; this one ends when the papers on its pages are done. */
  function retire(used: PrintingSession): void {
    used.retiring = true;
    if (running === used) {
      running = undefined;
      current = undefined;
    }
    if (used.pages === 0) void end(used);
  }

  function end(used: PrintingSession): Promise<void> {
    used.ending ??= used.end().finally(() => alive.delete(used));
    return used.ending;
  }

  async function print(html: string, tries = 2): Promise<Uint8Array> {
    const used = await take();
    try {
      return await printOnFreshPage(used.browser, html, limits, (await paperFonts()).files);
    } catch (error) {
      const gone = !used.browser.connected;
      const overrun = error instanceof StageOverrun;
      if (gone || overrun) retire(used);
      if (!gone || overrun || closed || tries === 1) throw error;
      // Killed from outside (memory, an update of the machine): the paper is not to blame.
      log.warn({ cause: String(error), pid: used.pid }, 'the browser ended while printing; once more with a new one');
    } finally {
      giveBack(used);
    }
    return print(html, tries - 1);
  }

  async function askHealth(): Promise<PdfHealth> {
    try {
      const { browser } = await session();
      return { ready: true, detail: `In được PDF bằng ${binary ? (await binary).name : await browser.version()}.` };
    } catch (error) {
      return {
        ready: false,
        detail: (error instanceof AppError && error.hint) || 'Chưa khởi động được trình duyệt để in PDF.',
      };
    }
  }

  return {
    async render(html) {
      const document = withFonts(html, await paperFonts());
      const asked = performance.now();
      return limiter.run(async () => {
        const began = performance.now();
        tallies.waitedMs.add(began - asked);
        const paper = await print(document);
        tallies.tookMs.add(performance.now() - began);
        tallies.bytes.add(paper.length);
        return paper;
      });
    },
    health() {
      if (!lastHealth || Date.now() >= lastHealth.until)
        lastHealth = { until: Date.now() + limits.healthMs, answer: askHealth() };
      return lastHealth.answer;
    },
    numbers: () => ({
      active: limiter.running,
      queued: limiter.waiting,
      waitedMs: tallies.waitedMs.read(),
      tookMs: tallies.tookMs.read(),
      bytes: tallies.bytes.read(),
      restarts: Math.max(0, started - 1),
    }),
    async close() {
      closed = true;
      await current?.catch(() => undefined);
      running = undefined;
      current = undefined;
      await Promise.all([...alive].map(end));
    },
    get browserPid() {
      return running?.browser.connected ? running.pid : undefined;
    },
  };
}

function unavailable(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const sandbox = /no usable sandbox|sandbox/i.test(String(cause));
  return new AppError('pdf-unavailable', {
    message: `browser did not start: ${String(cause)}`,
    hint: sandbox
      ? 'Máy chủ không cho trình duyệt chạy trong vùng cách ly (sandbox), nên chưa in được PDF. Người cài đặt hãy cài Google Chrome hoặc Chromium của hệ điều hành rồi đặt CHROMIUM_PATH trỏ tới tệp chạy của nó.'
      : 'Chưa khởi động được trình duyệt để in PDF; các phần khác vẫn chạy bình thường. Đồng chí thử lại sau ít phút; nếu vẫn không được, người cài đặt hãy cài Google Chrome, Microsoft Edge hoặc Chromium rồi thử lại.',
    cause,
  });
}
