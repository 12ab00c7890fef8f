import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '../config.ts';
import { makeNodeDeps, type NodeDeps } from './deps.ts';
import { assertMayRehearse, ensureRehearsal, rehearsalLinks } from './rehearsal.ts';
import { pageCount, type ShowcasePaper, showcasePapers } from './rehearsal-papers.ts';
import { seasonFiles } from './rehearsal-files.ts';
import { seasonPapers } from './rehearsal-season-papers.ts';
import { listen } from './serve.ts';

/**
 * `npm run demo`: the rehearsal. Invented people in a database of their own, three sheets into a folder,
 * a sign-in link per role, and the server. `--once --out DIR` prints the sheets, those of a branch's whole season too,
 * and ends.
 */
export async function demoCommand(words: string[]): Promise<void> {
  const { once, out } = readWords(words);
  const config = readConfig(process.env, 'data/rehearsal');
  const opened = await makeNodeDeps(
    { ...config, logLevel: process.env['LOG_LEVEL'] ? config.logLevel : 'warn' },
    { beforeWriting: assertMayRehearse },
  );
  const deps = await ensureRehearsal(opened);
  // The papers of a whole season take longer than a start should: they are written where nobody waits for the server.
  const printed = await writePapers(
    deps,
    out,
    once ? [...(await seasonPapers(deps)), ...(await seasonFiles(deps))] : [],
  );
  if (once) {
    await deps.pdf.close();
    await deps.store.close();
    if (!printed) throw new ConfigError('Chưa tạo được bản in PDF (xem dòng trên).');
    return;
  }
  const server = await listen(deps);
  console.log(`\nTự soi – BẢN TẬP HUẤN – đang chạy tại ${config.publicOrigin}\nMở một liên kết để vào vai:`);
  for (const { role, name, url } of await rehearsalLinks(deps)) console.log(`  ${role} (${name})\n    ${url}`);
  console.log('\nDừng: nhấn Ctrl+C.');
  await server.untilStopped;
}

function readWords(words: string[]): { once: boolean; out: string } {
  try {
    const options = { once: { type: 'boolean', default: false }, out: { type: 'string', default: 'out' } } as const;
    const { values } = parseArgs({ args: words, options });
    return values;
  } catch {
    throw new ConfigError('Cách dùng: npm run demo [-- --once --out THƯ_MỤC]');
  }
}

/** False where this machine has no browser to print with: the rest of the rehearsal works all the same. */
async function writePapers(deps: NodeDeps, folder: string, more: readonly ShowcasePaper[]): Promise<boolean> {
  const health = await deps.pdf.health();
  if (!health.ready) {
    console.error(`Bản in PDF: ${health.detail}`);
    return false;
  }
  await mkdir(folder, { recursive: true });
  const rows = [];
  for (const paper of [...showcasePapers(deps), ...more]) {
    const start = performance.now();
    const bytes = await paper.print();
    const milliseconds = Math.round(performance.now() - start);
    await writeFile(join(folder, paper.file), bytes);
    rows.push({
      tệp: join(folder, paper.file),
      'số trang': paper.file.endsWith('.pdf') ? pageCount(bytes) : '',
      'mili giây': milliseconds,
    });
  }
  console.table(rows);
  return true;
}
