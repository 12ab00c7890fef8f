import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryOfTree } from '../../src/pdf/chromium-memory.ts';
import { type ChromiumLimits, type ChromiumRenderer, createChromiumRenderer } from '../../src/pdf/chromium.ts';
import { createTally } from '../../src/pdf/tally.ts';
import { readPdf } from '../helpers/pdf-reader.ts';
import { listeningLog } from '../helpers/printer.ts';

/** What keeps the print works standing: its numbers, its weight, and a browser that dies at any moment. */
const open: ChromiumRenderer[] = [];

function renderer(limits: Partial<ChromiumLimits> = {}) {
  const log = listeningLog();
  const made = createChromiumRenderer({ config: { chromiumPath: undefined, dataDir: tmpdir() }, log, limits });
  open.push(made);
  return { made, log };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function page(body: string): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title></head><body style="font-family:Tinos">${body}</body></html>`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('the six numbers', () => {
  test('stand at nothing before the first paper, and tell what was printed after it', async () => {
    const { made } = renderer({ atOnce: 1, mayWait: 5 });
    const none = { count: 0, usual: 0, worst: 0 };
    expect(made.numbers()).toEqual({
      active: 0,
      queued: 0,
      waitedMs: none,
      tookMs: none,
      bytes: none,
      restarts: 0,
    });
    const papers = ['một', 'hai', 'ba'].map((word) => made.render(page(word)));
    await expect.poll(() => made.numbers()).toMatchObject({ active: 1, queued: 2 });
    const [first] = await Promise.all(papers);
    const { active, queued, waitedMs, tookMs, bytes, restarts } = made.numbers();
    expect({ active, queued, restarts }).toEqual({ active: 0, queued: 0, restarts: 0 });
    expect([waitedMs.count, tookMs.count, bytes.count]).toEqual([3, 3, 3]);
    // The last of three waited for the two before it.
    expect(waitedMs.worst).toBeGreaterThan(tookMs.usual);
    expect(bytes.worst).toBeGreaterThanOrEqual(first?.length ?? 0);
  });

  test('count a paper that failed as not printed', async () => {
    const { made } = renderer({ printMs: 1 });
    await expect(made.render(page('<p>đoạn</p>'.repeat(5_000)))).rejects.toMatchObject({ code: 'pdf-failed' });
    expect(made.numbers()).toMatchObject({ active: 0, tookMs: { count: 0 }, bytes: { count: 0 } });
  });

  test('a tally keeps the median of the last hundred and the worst of all', () => {
    const tally = createTally();
    tally.add(1_000);
    for (let value = 1; value <= 100; value += 1) tally.add(value);
    expect(tally.read()).toEqual({ count: 101, usual: 50, worst: 1_000 });
  });
});

describe('a browser that grows heavy', () => {
  test('is replaced though it has printed few papers, and nobody notices', async () => {
    const { made, log } = renderer({ weighEvery: 2, recycleAbove: 1 });
    await made.render(page('một'));
    const before = made.browserPid;
    await made.render(page('hai'));
    await expect.poll(() => log.lines.some(({ message }) => message.includes('grown heavy'))).toBe(true);
    expect((await readPdf(await made.render(page('ba')))).text).toBe('ba');
    expect(made.browserPid).not.toBe(before);
    expect(made.numbers().restarts).toBe(1);
  });

  test.runIf(process.platform === 'linux')('its weight is that of all its processes together', async () => {
    const { made } = renderer();
    await made.render(page('một'));
    const whole = await memoryOfTree(made.browserPid ?? 0);
    expect(whole).toBeGreaterThan(5_000_000);
    expect(await memoryOfTree(2 ** 30)).toBe(null);
  });
});

test(
  'killed at random moments, a browser is replaced and every paper comes out, once',
  { timeout: 60_000 },
  async () => {
    const { made } = renderer({ atOnce: 2, mayWait: 100 });
    await made.render(page('đầu tiên'));
    const words = Array.from({ length: 40 }, (_, index) => `tờ số ${index + 1}`);
    let ended = false;
    let killed = 0;
    const killing = (async () => {
      while (!ended && killed < 6) {
        await pause(40 + Math.random() * 400);
        const pid = made.browserPid;
        if (ended || pid === undefined) continue;
        process.kill(pid, 'SIGKILL');
        killed += 1;
      }
    })();
    // A paper hit twice in a row is given back to its queue; here its reader asks again, as the worker does.
    const printed = await Promise.all(words.map((word) => untilPrinted(made, word)));
    ended = true;
    await killing;
    expect(printed).toEqual(words);
    expect(killed).toBeGreaterThan(0);
    expect(made.numbers().restarts).toBeGreaterThan(0);
  },
);

async function untilPrinted(made: ChromiumRenderer, word: string): Promise<string> {
  for (let tries = 0; tries < 10; tries += 1) {
    const bytes = await made.render(page(word)).catch(() => null);
    if (bytes) return (await readPdf(bytes)).text;
  }
  throw new Error(`${word} never came out`);
}
