import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { createLimiter } from '../../src/pdf/limiter.ts';

const generous = { atOnce: 2, mayWait: 3, waitAtMostMs: 10_000, retryAfterSeconds: 7 };

function heldJob(): { job: () => Promise<string>; finish: () => void; started: () => boolean } {
  let begun = false;
  const { promise, resolve } = Promise.withResolvers<string>();
  return {
    job: () => {
      begun = true;
      return promise;
    },
    finish: () => resolve('printed'),
    started: () => begun,
  };
}

describe('the print queue', () => {
  test('runs as many at once as allowed, and the next when one ends', async () => {
    const limiter = createLimiter(generous);
    const jobs = [heldJob(), heldJob(), heldJob()];
    const results = jobs.map(({ job }) => limiter.run(job));
    expect(jobs.map((job) => job.started())).toEqual([true, true, false]);
    jobs[0]?.finish();
    await results[0];
    await Promise.resolve();
    expect(jobs[2]?.started()).toBe(true);
    jobs.forEach((job) => job.finish());
    expect(await Promise.all(results)).toEqual(['printed', 'printed', 'printed']);
  });

  test('says busy, with the seconds to wait, when the queue is full', async () => {
    const limiter = createLimiter({ ...generous, atOnce: 1, mayWait: 1 });
    const held = heldJob();
    const results = [limiter.run(held.job), limiter.run(held.job)];
    const refused = await limiter.run(held.job).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'pdf-busy', retryAfterSeconds: 7 });
    expect((refused as AppError).hint).toContain('7 giây');
    held.finish();
    await Promise.all(results);
  });

  test('a job that waits too long gives up its place, and the place is free again', async () => {
    const limiter = createLimiter({ ...generous, atOnce: 1, mayWait: 1, waitAtMostMs: 20 });
    const held = heldJob();
    const first = limiter.run(held.job);
    const never = heldJob();
    await expect(limiter.run(never.job)).rejects.toMatchObject({ code: 'pdf-busy' });
    expect(limiter.waiting).toBe(0);
    const third = limiter.run(() => Promise.resolve('third'));
    held.finish();
    await first;
    expect(await third).toBe('third');
    expect(never.started()).toBe(false);
  });

  test('a job that fails, even before it begins to wait, gives its place on', async () => {
    const limiter = createLimiter({ ...generous, atOnce: 1 });
    const failing = limiter.run(() => {
      throw new Error('no paper');
    });
    const next = limiter.run(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('no paper');
    expect(await next).toBe('next');
    expect(limiter.running).toBe(0);
  });

  test('whatever comes, never too many at once, never too many waiting, and all places free at the end', async () => {
    const jobs = fc.array(
      fc.record({ ms: fc.integer({ min: 0, max: 6 }), after: fc.integer({ min: 0, max: 6 }), fails: fc.boolean() }),
      { maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(
        jobs,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 4 }),
        async (list, atOnce, mayWait) => {
          const limiter = createLimiter({ atOnce, mayWait, waitAtMostMs: 4, retryAfterSeconds: 1 });
          let running = 0;
          let most = 0;
          const outcomes = await Promise.all(
            list.map(async ({ ms, after, fails }) => {
              await new Promise((resolve) => setTimeout(resolve, after));
              return limiter
                .run(async () => {
                  running += 1;
                  most = Math.max(most, running);
                  expect(limiter.waiting).toBeLessThanOrEqual(mayWait);
                  await new Promise((resolve) => setTimeout(resolve, ms));
                  running -= 1;
                  if (fails) throw new Error('job');
                  return 'done';
                })
                .catch((error: unknown) => (error instanceof AppError ? error.code : (error as Error).message));
            }),
          );
          expect(most).toBeLessThanOrEqual(atOnce);
          for (const [index, outcome] of outcomes.entries())
            expect([list[index]?.fails ? 'job' : 'done', 'pdf-busy']).toContain(outcome);
          expect([limiter.running, limiter.waiting]).toEqual([0, 0]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
