import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begun, worldOn } from './contract/world.ts';
import { SHARED_ENGINES } from './engines.ts';

const ROUNDS = 200;
const RACER = fileURLToPath(new URL('../helpers/race-process.ts', import.meta.url));

describe.each(Object.entries(SHARED_ENGINES))('two processes on one database of %s', (_name, open) => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  it('saving the same fields from the same version: each is won once, and the loser leaves nothing', async () => {
    const here = await worldOn(opened);
    const reviewId = await begun(here, here.author);

    const racers = ['mot', 'hai'].map((name) => startRacer([opened.address, reviewId, String(ROUNDS), name]));
    await Promise.all(racers.map((racer) => racer.ready));
    for (const racer of racers) racer.child.stdin?.write('go\n');
    const [first = [], second = []] = await Promise.all(racers.map((racer) => racer.won));

    const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
    expect([...first, ...second].toSorted((a, b) => a - b)).toEqual(rounds);
    const rows = await here.db.selectFrom('setting').where('value', '=', 'dependent').select('key').execute();
    const expected = [...first.map((round) => `mot-${round}`), ...second.map((round) => `hai-${round}`)].toSorted();
    expect(rows.map((row) => row.key).toSorted()).toEqual(expected);
    const fields = await here.db
      .selectFrom('review_field')
      .where('review_id', '=', reviewId)
      .where('key', 'like', 'A%')
      .select('version')
      .execute();
    expect(fields.map((field) => field.version)).toEqual(Array.from({ length: ROUNDS }, () => 1));
  });
});

interface Racer {
  child: ChildProcess;
  ready: Promise<unknown>;
  won: Promise<number[]>;
}

function startRacer(words: string[]): Racer {
  const child = spawn(process.execPath, [RACER, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const ready = once(child.stdout, 'data');
  const won = once(child, 'exit').then(() => JSON.parse(printed.split('\n')[1] ?? '') as number[]);
  return { child, ready, won };
}
