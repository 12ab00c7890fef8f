import './worker/strict-zod.ts';
import type { ExecutionContext, MessageBatch } from '@cloudflare/workers-types';
import { createApp } from './app.ts';
import { ConfigError } from './config.ts';
import type { Deps } from './deps.ts';
import type { Bindings, WorkMessage } from './worker/bindings.ts';
import { type Caller, makeWorkerDeps } from './worker/deps.ts';
import { workForAWhile } from './worker/jobs.ts';

interface Running {
  deps: Deps;
  app: ReturnType<typeof createApp>;
}

/** Of this isolate, once it has come up; one that is cut off while it does leaves nothing behind. */
let running: Running | undefined;

async function start(env: Bindings): Promise<Running> {
  if (!running) {
    const deps = await makeWorkerDeps(env);
    running ??= { deps, app: createApp(deps) };
  }
  return running;
}

async function answer(request: Request, env: Bindings, context: ExecutionContext): Promise<Response> {
  const started = await start(env).catch((error: unknown) => notRunning(error));
  if (started instanceof Response) return started;
  const caller: Caller = { address: request.headers.get('cf-connecting-ip') ?? 'local' };
  const response = await started.app.fetch(request, caller);
  // A form that was carried out answers so; it may have left work. Typing, which is saved every few seconds, does not.
  if (request.method === 'POST' && response.status === 303) context.waitUntil(askForWork(env, started.deps));
  return response;
}

/** The message only says "look"; if it cannot be sent, the next minute's run looks anyway. */
async function askForWork({ WORK }: Bindings, { log }: Deps): Promise<void> {
  await WORK.send({ look: true }).catch((cause: unknown) => {
    log.warn({ cause }, 'the queue took no message');
  });
}

function notRunning(error: unknown): Response {
  console.error(JSON.stringify({ level: 'error', msg: 'the Worker could not start', cause: String(error) }));
  const words =
    error instanceof ConfigError
      ? error.message
      : 'Máy chủ chưa khởi động được. Người cài đặt hãy xem đã chạy wrangler d1 migrations apply chưa, rồi xem nhật ký của Worker (wrangler tail).';
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '60' };
  return new Response(`${words}\n`, { status: 503, headers });
}

/** However many messages have come: they all say the same. */
async function workOnMessages(batch: MessageBatch<WorkMessage>, env: Bindings): Promise<void> {
  const { deps } = await start(env);
  const { worked, failed } = await workForAWhile(deps);
  // What failed is looked at again in any case; it must not hold up what goes on.
  if (worked) await askForWork(env, deps);
  else if (failed) batch.retryAll({ delaySeconds: 30 });
}

/** Each minute: what no message has told of. */
async function workOnSchedule(_controller: unknown, env: Bindings): Promise<void> {
  const { deps } = await start(env);
  const { worked } = await workForAWhile(deps);
  if (worked) await askForWork(env, deps);
}

export default { fetch: answer, queue: workOnMessages, scheduled: workOnSchedule };
