import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import puppeteer from 'puppeteer';
import { afterEach, describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { findBrowser } from '../../src/pdf/chromium-binary.ts';
import { printOnFreshPage } from '../../src/pdf/fresh-page.ts';
import { startSession } from '../../src/pdf/chromium-session.ts';
import {
  createChromiumRenderer,
  DEFAULT_LIMITS,
  type ChromiumLimits,
  type ChromiumRenderer,
} from '../../src/pdf/chromium.ts';
import { readPdf } from '../helpers/pdf-reader.ts';
import { listeningLog, type LoggedLine } from '../helpers/printer.ts';

const open: ChromiumRenderer[] = [];

function renderer(limits: Partial<ChromiumLimits> = {}, chromiumPath?: string) {
  const log = listeningLog();
  const made = createChromiumRenderer({ config: { chromiumPath, dataDir: tmpdir() }, log, limits });
  open.push(made);
  return { made, log };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function page(body: string): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title></head><body style="font-family:Tinos">${body}</body></html>`;
}

async function textOf(bytes: Uint8Array): Promise<string> {
  return (await readPdf(bytes)).text;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 50 && isAlive(pid); tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  return !isAlive(pid);
}

function startedBrowsers(log: { lines: LoggedLine[] }): number[] {
  const started = log.lines.filter((line) => line.message === 'browser started');
  return started.map((line) => (line.fields as { pid: number }).pid);
}

async function browsersStarted(log: { lines: LoggedLine[] }, count: number): Promise<number[]> {
  while (startedBrowsers(log).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return startedBrowsers(log);
}

function profiles(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`tu-soi-in-${process.pid}-`));
}

describe('the browser that prints', () => {
  test('starts with the first paper only, and the same one prints the next', async () => {
    const { made } = renderer();
    expect(made.browserPid).toBeUndefined();
    expect(await textOf(await made.render(page('tờ thứ nhất')))).toBe('tờ thứ nhất');
    const pid = made.browserPid;
    expect(await textOf(await made.render(page('tờ thứ hai')))).toBe('tờ thứ hai');
    expect(made.browserPid).toBe(pid);
  });

  test('runs nothing that stands in the page', async () => {
    const { made } = renderer();
    const bytes = await made.render(
      page(
        '<p>còn nguyên</p><script>document.body.textContent = "script"</script><img src="data:x" onerror="document.body.textContent = 1">',
      ),
    );
    expect(await textOf(bytes)).toBe('còn nguyên');
  });

  test('reaches no server and no file, whatever the page asks for', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('nội dung của máy chủ');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      // The check itself must be able to fail: this server answers whoever reaches it.
      await fetch(`${origin}/reachable`);
      const { made } = renderer();
      const bytes = await made.render(
        page(
          `<link rel="stylesheet" href="${origin}/style.css"><style>@import url(${origin}/import.css); p { background: url(${origin}/back.png) }</style>` +
            `<img src="${origin}/image.png"><iframe src="${origin}/frame"></iframe><iframe src="file:///etc/hostname"></iframe>` +
            `<object data="${origin}/object"></object><p>giấy</p>`,
        ),
      );
      expect(await textOf(bytes)).toBe('giấy');
      // A paper that leads elsewhere may be printed before it tries, or fail with it: nothing is asked for either way.
      const leading = page(`<meta http-equiv="refresh" content="0;url=${origin}/refresh"><p>giấy</p>`);
      const code = await made.render(leading).then(
        () => 'printed',
        (error: unknown) => (error instanceof AppError ? error.code : error),
      );
      expect(['printed', 'pdf-failed']).toContain(code);
      expect(asked).toEqual(['/reachable']);
    } finally {
      server.close();
    }
  });

  test('each of the two locks holds alone: refused requests, and a browser that finds no address', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const log = listeningLog();
    const binary = await findBrowser({ chromiumPath: undefined, dataDir: tmpdir() }, log);
    const session = await startSession(binary, log);
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = ['--headless', '--disable-gpu', ...root, 'about:blank'];
    const env = { ...process.env, ...(binary.libraries && { LD_LIBRARY_PATH: binary.libraries }) };
    const plain = await puppeteer.launch({
      executablePath: binary.path,
      ignoreDefaultArgs: true,
      args,
      env,
      pipe: true,
    });
    try {
      const unguarded = await session.browser.newPage();
      await expect(unguarded.goto(`${origin}/no-address`)).rejects.toThrow('ERR_');
      await printOnFreshPage(plain, page(`<img src="${origin}/refused">`), DEFAULT_LIMITS);
      expect(asked).toEqual([]);
      // Without either lock this browser gets through.
      await (await plain.newPage()).goto(`${origin}/open`);
      expect(asked).toContain('/open');
    } finally {
      server.close();
      await Promise.all([session.end(), plain.close()]);
    }
  });

  test('killed between two papers, it is replaced', async () => {
    const { made } = renderer();
    await made.render(page('trước'));
    const pid = made.browserPid ?? 0;
    process.kill(pid, 'SIGKILL');
    expect(await gone(pid)).toBe(true);
    expect(await textOf(await made.render(page('sau')))).toBe('sau');
    expect(made.browserPid).not.toBe(pid);
  });

  test('killed while it prints, the paper comes out of a new one', async () => {
    const { made, log } = renderer();
    await made.render(page('khởi động'));
    const pid = made.browserPid ?? 0;
    const long = made.render(page('<p>đoạn</p>'.repeat(3_000)));
    setTimeout(() => process.kill(pid, 'SIGKILL'), 60);
    expect((await textOf(await long)).startsWith('đoạn')).toBe(true);
    expect(made.browserPid).not.toBe(pid);
    expect(log.lines.map((line) => line.message)).toContain(
      'the browser ended while printing; once more with a new one',
    );
  });

  test('is replaced after so many papers', async () => {
    const { made } = renderer({ recycleAfter: 2 });
    const pids: (number | undefined)[] = [];
    for (let paper = 0; paper < 3; paper += 1) {
      const printing = made.render(page('giấy'));
      await printing;
      pids.push(made.browserPid);
    }
    expect(pids[0]).toBeDefined();
    expect(pids[1]).toBeUndefined();
    expect(pids[2]).not.toBe(pids[0]);
  });

  test('two at once without a pause: it is replaced after about so many papers, and each one ends', async () => {
    const before = profiles();
    const { made, log } = renderer({ atOnce: 2, mayWait: 30, recycleAfter: 5 });
    const papers = await Promise.all(Array.from({ length: 30 }, (_, paper) => made.render(page(`tờ ${paper}`))));
    const texts = await Promise.all(papers.map(textOf));
    expect(texts).toEqual(papers.map((_, paper) => `tờ ${paper}`));
    const pids = startedBrowsers(log);
    expect(new Set(pids).size).toBe(6);
    for (const pid of pids) expect(await gone(pid), `browser ${pid}`).toBe(true);
    expect(log.lines.map((line) => line.message).filter((message) => message.includes('once more'))).toEqual([]);
    await made.close();
    expect(profiles()).toEqual(before);
  });

  test('killed while it retires, its paper comes out of another one', async () => {
    const { made, log } = renderer({ atOnce: 2, recycleAfter: 1 });
    const long = made.render(page('<p>đoạn</p>'.repeat(12_000)));
    const short = made.render(page('giấy'));
    const [pid = 0] = await browsersStarted(log, 2);
    process.kill(pid, 'SIGKILL');
    expect((await textOf(await long)).startsWith('đoạn')).toBe(true);
    expect(await textOf(await short)).toBe('giấy');
    expect(log.lines.filter((line) => line.message.includes('once more'))).toMatchObject([{ fields: { pid } }]);
  });

  test('closing while one retires waits for both to end', async () => {
    const before = profiles();
    const { made, log } = renderer({ atOnce: 2, recycleAfter: 1 });
    const both = Promise.allSettled([made.render(page('<p>đoạn</p>'.repeat(3_000))), made.render(page('giấy'))]);
    const pids = await browsersStarted(log, 2);
    await made.close();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(profiles()).toEqual(before);
    await both;
  });

  test('a stage that takes too long is given up, and the next paper prints', async () => {
    const { made } = renderer({ printMs: 1 });
    const failed = await made.render(page('<p>đoạn</p>'.repeat(5_000))).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'pdf-failed' });
    expect((failed as AppError).message).toContain('print');
    expect((failed as AppError).hint).toContain('thử in lại');
    const { made: patient } = renderer();
    expect(await textOf(await patient.render(page('tiếp')))).toBe('tiếp');
  });

  test('more papers than the queue holds are told to come back', async () => {
    const { made } = renderer({ atOnce: 1, mayWait: 1, retryAfterSeconds: 9 });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((paper) => made.render(page(`tờ ${paper}`))));
    const refused = outcomes
      .filter((outcome) => outcome.status === 'rejected')
      .map((outcome) => outcome.reason as AppError);
    expect(refused).toHaveLength(2);
    for (const error of refused) expect(error).toMatchObject({ code: 'pdf-busy', retryAfterSeconds: 9 });
  });

  test('closing ends this browser, no other, and leaves no folder behind', async () => {
    const before = profiles();
    const { made } = renderer();
    const { made: other } = renderer();
    await Promise.all([made.render(page('một')), other.render(page('hai'))]);
    const [pid = 0, otherPid = 0] = [made.browserPid, other.browserPid];
    expect(profiles().length).toBe(before.length + 2);
    await made.close();
    expect(await gone(pid)).toBe(true);
    expect(isAlive(otherPid)).toBe(true);
    expect(profiles().length).toBe(before.length + 1);
    await expect(made.render(page('ba'))).rejects.toMatchObject({ code: 'pdf-unavailable' });
  });

  test('closing while it starts ends it too', async () => {
    const { made, log } = renderer();
    const paper = made.render(page('giấy')).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await made.close();
    await paper;
    const started = log.lines.flatMap((line) => ('pid' in line.fields ? [line.fields.pid as number] : []));
    for (const pid of started) expect(await gone(pid)).toBe(true);
    expect(made.browserPid).toBeUndefined();
  });

  test('says in Vietnamese what to do where CHROMIUM_PATH is wrong, and health says the same without throwing', async () => {
    const { made } = renderer({}, '/nowhere/chrome');
    const failed = await made.render(page('giấy')).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'pdf-unavailable', status: 503 });
    expect((failed as AppError).hint).toContain('CHROMIUM_PATH (/nowhere/chrome)');
    expect(await made.health()).toEqual({ ready: false, detail: (failed as AppError).hint });
  });

  test('health names the browser, and is asked of it once in a while only', async () => {
    const { made } = renderer({ healthMs: 60_000 });
    const [first, second] = await Promise.all([made.health(), made.health()]);
    expect(first).toMatchObject({ ready: true });
    expect(first.detail).toMatch(/Chromium 153/);
    expect(second).toBe(first);
  });

  test('as root it says that the sandbox is off; as anybody else the sandbox stays on', async () => {
    const { made, log } = renderer();
    await made.render(page('giấy'));
    const warned = log.lines.some((line) => line.level === 'warn' && line.message.includes('--no-sandbox'));
    expect(warned).toBe(process.getuid?.() === 0);
  });
});
