import { directions } from './directions.ts';
import { drift } from './drift.ts';
import { lockfile } from './lockfile.ts';
import { planted } from './planted.ts';
import { sizes } from './sizes.ts';
import { toolStep } from './tool.ts';
import type { Step } from './tool.ts';

/** The slowest first, so that the two lanes end together. */
const steps: readonly Step[] = [
  toolStep('lint', 'eslint/bin/eslint.js', ['--config', '.eslint.config.mjs', '--max-warnings', '0', '.']),
  toolStep('types', 'typescript/bin/tsc', ['--noEmit']),
  toolStep('format', 'prettier/bin/prettier.cjs', [
    '--check',
    '--log-level',
    'warn',
    '--cache',
    '--cache-location',
    'node_modules/.cache/prettier/check',
    '.',
  ]),
  drift,
  directions,
  planted,
  sizes,
  lockfile,
];

/** An office's machine and CI have two cores; a third tool only makes all of them slower. */
const LANES = 2;

async function check(): Promise<boolean> {
  const waiting = [...steps];
  const failures: { name: string; problems: string[] }[] = [];
  async function lane(): Promise<void> {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const problems = await timed(step);
      if (problems.length > 0) failures.push({ name: step.name, problems });
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane));
  for (const { name, problems } of failures) console.error(`\n${name}:\n${problems.join('\n')}`);
  return failures.length === 0;
}

/** A step that breaks down has found nothing, which is not the same as finding nothing wrong. */
async function timed({ name, run }: Step): Promise<string[]> {
  const start = performance.now();
  const problems = await run().catch((error: unknown) => [String(error instanceof Error ? error.stack : error)]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(22)} ${seconds.padStart(5)} s`);
  return problems;
}

process.exitCode = (await check()) ? 0 : 1;
