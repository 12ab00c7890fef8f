import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChromiumRenderer } from '../../src/pdf/chromium.ts';
import { memoryOfTree } from '../../src/pdf/chromium-memory.ts';
import { renderReviewPaper } from '../../src/reviews/print.ts';
import { examples } from '../fixtures/examples.ts';

/**
 * A thousand reviews in a row: the memory of server and browser on the way, and what is left when it is closed.
 * `node src/node/launch.mjs test/bench/print.ts [papers]`; exit 1 when a process or a folder is left behind.
 */
const papers = Number(process.argv[2] ?? 1_000);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-bench-'));
const renderer = createChromiumRenderer({ config: { chromiumPath: undefined, dataDir }, log: silent });
const html = renderReviewPaper(examples['print/review'][0]);
const pids = new Set<number>();

await renderer.render(html);
const began = performance.now();
console.log('papers   server MB   browser MB   browsers   ms a paper');
for (let printed = 1; printed <= papers; printed += 1) {
  await renderer.render(html);
  if (renderer.browserPid) pids.add(renderer.browserPid);
  if (printed % Math.max(1, papers / 10) === 0) await report(printed);
}
await renderer.close();
const left = [...pids].filter(isAlive);
const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(`tu-soi-in-${process.pid}-`));
console.log(`left behind: ${left.length} processes, ${folders.length} folders`);
rmSync(dataDir, { recursive: true, force: true });
process.exitCode = left.length + folders.length === 0 ? 0 : 1;

async function report(printed: number): Promise<void> {
  const { tookMs, restarts } = renderer.numbers();
  const server = process.memoryUsage().rss / 2 ** 20;
  const browser = ((await memoryOfTree(renderer.browserPid ?? 0)) ?? 0) / 2 ** 20;
  const each = (performance.now() - began) / printed;
  const cells = [
    printed,
    server.toFixed(0),
    browser.toFixed(0),
    restarts + 1,
    `${each.toFixed(0)} (usual ${tookMs.usual.toFixed(0)})`,
  ];
  console.log(cells.map((cell, at) => String(cell).padStart([6, 12, 13, 11, 13][at] ?? 8)).join(''));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
