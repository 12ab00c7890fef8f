import { readConfig } from '../../src/config.ts';
import { sha256Hex } from '../../src/canonical.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { listen } from '../../src/node/serve.ts';
import { pagedPdf } from './batches.ts';

/**
 * One of several real servers over one database, with all its workers and a slow printer that needs no browser.
 * Tells each paper it has printed; a paper's own code, new at each try, does not count. SIGUSR2 sets its clock ahead, past
 * every lease. argv: data folder, port, milliseconds a paper takes.
 */
const [dataDir = '', port = '', milliseconds = '20'] = process.argv.slice(2);
const LEASES_ARE_OUT_MS = 10 * 60_000;
const CODE = /[A-Z0-9]{4}(-[A-Z0-9]{4}){3}/g;

let ahead = 0;
process.on('SIGUSR2', () => (ahead = LEASES_ARE_OUT_MS));
const pdf = pagedPdf();
const { render } = pdf;
pdf.render = async (html) => {
  await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
  const bytes = await render(html);
  process.stdout.write(`printed ${sha256Hex(html.replace(CODE, ''))}\n`);
  return bytes;
};
const { DATABASE_URL } = process.env;
const config = readConfig({ PORT: port, LOG_LEVEL: 'silent', DATABASE_URL }, dataDir);
const deps = await makeNodeDeps(config, { pdf, now: () => new Date(Date.now() + ahead) });
await listen(deps);
process.stdout.write('listening\n');
