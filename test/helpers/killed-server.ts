import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { listen } from '../../src/node/serve.ts';
import { NOTHING_PRINTED } from './nothing-printed.ts';

/**
 * The real server, without a browser for PDF, to be killed. argv: data folder, port.
 * Loads everything, says "loaded", and opens the data only when told: the next one loads while the last one still serves.
 */
const [dataDir = '', port = ''] = process.argv.slice(2);
// Whoever is killed leaves nothing behind for the next start to load faster.
flushCompileCache();
process.stdout.write('loaded\n');
await once(process.stdin, 'data');
const deps = await makeNodeDeps(readConfig({ PORT: port, LOG_LEVEL: 'silent' }, dataDir), {
  pdf: {
    render: () => Promise.reject(new Error('no browser here')),
    health: () => Promise.resolve({ ready: false, detail: 'bản thử' }),
    numbers: () => NOTHING_PRINTED,
    close: () => Promise.resolve(),
  },
});
await listen(deps);
process.stdout.write('listening\n');
