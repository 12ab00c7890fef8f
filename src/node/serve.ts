import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { firstAdministratorLink } from '../accounts/first-administrator.ts';
import { createApp } from '../app.ts';
import { releaseHeld } from '../batches/work.ts';
import { readConfig } from '../config.ts';
import { makeBatchesNow } from './batch-worker.ts';
import { makePapersNow } from './paper-worker.ts';
import { sealLogNow } from './log-worker.ts';
import { makeNodeDeps, type NodeDeps } from './deps.ts';
import { backUpDaily } from './upkeep.ts';

/** `npm start`: the real thing. A first start makes the database and prints the link for the first administrator. */
export async function serveCommand(): Promise<void> {
  const config = readConfig(process.env, 'data/real');
  const deps = await makeNodeDeps(config);
  const server = await listen(deps);
  console.log(`Tự soi đang chạy tại ${config.publicOrigin}`);
  if (deps.rehearsal) console.log('Cơ sở dữ liệu này là bản tập huấn: mọi trang và bản in đều mang dấu tập huấn.');
  else console.log(backupWords(deps));
  const link = deps.rehearsal ? null : await firstAdministratorLink(deps);
  if (link) console.log(`Lập người quản trị đầu tiên (dùng một lần, trong 30 phút):\n  ${link}`);
  const health = await deps.pdf.health();
  console.log(`Bản in PDF: ${health.detail}`);
  await server.untilStopped;
}

function backupWords({ upkeep }: NodeDeps): string {
  if (!upkeep) return '';
  const hindrance = upkeep.hindrance();
  if (hindrance) return `Sao lưu: ${hindrance}`;
  if (!upkeep.at) return 'Sao lưu: chưa đặt giờ hằng ngày; hãy đặt BACKUP_AT, ví dụ BACKUP_AT=22:00.';
  return `Sao lưu: hằng ngày lúc ${upkeep.at} vào ${upkeep.folder}`;
}

/** How long requests and papers under way may take once a stop was asked for. */
const STOP_MS = 10_000;
/** What was cut short then has so long to put its work back. */
const LAST_MS = 5_000;

const CUT_SHORT =
  'Đã dừng. Có việc quá lâu nên bị ngắt; những gì đã lưu vẫn còn nguyên, bản in đang dở được in lại lần chạy sau.';

export interface RunningServer {
  port: number;
  /** Resolves once a signal has come and everything is closed. */
  untilStopped: Promise<void>;
  /** Whether everything under way was done in time. */
  stop(): Promise<boolean>;
}

/** Starts listening and the workers; one AbortController ends both. */
export async function listen(deps: NodeDeps): Promise<RunningServer> {
  const app = createApp(deps);
  const { config } = deps;
  const life = new AbortController();
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, () => resolve(starting));
    starting.once('error', reject);
  });
  // What a process that died had in hand is free before anybody here takes anything. Where other processes are at work,
  // it is theirs; what a dead one among them held is taken over when its lease is out.
  if (deps.store.firstHere) await releaseHeld(deps);
  const workers = Promise.all([
    makePapersNow(deps, life.signal),
    makeBatchesNow(deps, life.signal),
    sealLogNow(deps, life.signal),
    backUpDaily(deps, life.signal),
  ]);
  let stopping: Promise<boolean> | undefined;
  function stop(): Promise<boolean> {
    stopping ??= (async () => {
      life.abort();
      // One cut short leaves no file that counts.
      deps.upkeep?.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      // A browser keeps its connection for the next page; one that was busy just now is let go as soon as it rests.
      const letGo = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 50);
      let inTime = true;
      // A reader who never finishes must not keep the server from stopping, nor a paper that hangs.
      const deadline = setTimeout(() => {
        inTime = false;
        if ('closeAllConnections' in server) server.closeAllConnections();
        void deps.pdf.close();
      }, STOP_MS);
      const last = new AbortController();
      await Promise.race([Promise.all([closed, workers]), pause(STOP_MS + LAST_MS, undefined, last)]);
      last.abort();
      clearInterval(letGo);
      clearTimeout(deadline);
      await deps.pdf.close();
      await deps.store.close();
      return inTime;
    })();
    return stopping;
  }
  const untilStopped = new Promise<void>((resolve, reject) => {
    let asked = false;
    async function onSignal(): Promise<void> {
      // A second signal (the terminal's own beside the launcher's) must not cut the stop short.
      if (asked) return;
      asked = true;
      console.log(`Đang dừng: làm nốt những việc đang dở, lâu nhất ${STOP_MS / 1000} giây.`);
      const inTime = await stop();
      console.log(inTime ? 'Đã dừng. Việc đang dở đều đã xong.' : CUT_SHORT);
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => void onSignal().then(resolve, reject));
  });
  return { port: (server.address() as AddressInfo).port, untilStopped, stop };
}
