import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { listen } from '../../src/node/serve.ts';
import { pagedPdf } from './batches.ts';

/**
 * The real server with its workers, with a slow printer that needs no browser, to be killed in the middle of an order.
 * argv: data folder, port, milliseconds a paper takes. Opens the data only when told.
 */
const [dataDir = '', port = '', milliseconds = '20'] = process.argv.slice(2);
flushCompileCache();
process.stdout.write('loaded\n');
await once(process.stdin, 'data');
const pdf = pagedPdf();
pdf.before = () => new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
const deps = await makeNodeDeps(readConfig({ PORT: port, LOG_LEVEL: 'silent' }, dataDir), { pdf });
await listen(deps);
process.stdout.write('listening\n');
