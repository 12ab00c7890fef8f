import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from '../http/context.ts';
import type { Traffic } from '../http/traffic.ts';
import { metricsText } from './metrics.ts';
import { readiness } from './readiness.ts';

/**
 * For a watching program, under whatever name it asks: is the process alive, can it work, what are its numbers. Nothing
 * here asks who is there, so that it answers while the database does not.
 */
export function healthPages(deps: Deps, traffic: Traffic): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/healthz', (c) => c.text('ok'));

  app.get('/readyz', async (c) => {
    const parts = await readiness(deps);
    const lines = parts.map(({ part, words }) => `${part}: ${words}`);
    return c.text(`${lines.join('\n')}\n`, parts.every(({ ready }) => ready) ? 200 : 503);
  });

  app.get('/metrics', async (c) => {
    if (!isOfThisMachine(deps, c)) return c.notFound();
    const text = await metricsText(deps, traffic.numbers());
    return c.body(text, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });

  return app;
}

/** What a proxy puts into a request that is not its own. */
const OF_A_PROXY = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];

/** A proxy on this machine comes from loopback, too, for anybody: a request that bears a word of one is not ours. */
function isOfThisMachine(deps: Pick<Deps, 'addressOf'>, c: AppContext): boolean {
  const peer = deps.addressOf(c.env, undefined);
  return (peer === '127.0.0.1' || peer === '::1') && OF_A_PROXY.every((name) => c.req.header(name) === undefined);
}
