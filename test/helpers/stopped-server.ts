import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { listen } from '../../src/node/serve.ts';
import { fakePdf } from './app.ts';

/**
 * The real server with a printer that takes its time, to be stopped by a signal. argv: data folder, port, milliseconds a
 * paper takes (`stuck`: it would print for ever). Says "listening", and "printing" when a paper has begun.
 */
const [dataDir = '', port = '', takes = ''] = process.argv.slice(2);
const ended = Promise.withResolvers<never>();
const deps = await makeNodeDeps(readConfig({ PORT: port, LOG_LEVEL: 'silent' }, dataDir), {
  pdf: {
    ...fakePdf(),
    render: async () => {
      process.stdout.write('printing\n');
      if (takes === 'stuck') return ended.promise;
      await new Promise((resolve) => setTimeout(resolve, Number(takes)));
      return new TextEncoder().encode('%PDF-fake');
    },
    close: () => {
      ended.reject(new Error('the printer was closed'));
      return Promise.resolve();
    },
  },
});
ended.promise.catch(() => undefined);
const server = await listen(deps);
process.stdout.write('listening\n');
await server.untilStopped;
process.exit(0);
