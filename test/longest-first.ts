import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, the longest first: begun last, each would run alone at the end while a core is idle. Vitest
 * learns this by itself from its last run, but a fresh clone has none.
 */
const LONGEST = [
  'browser/axe',
  'storage/killed',
  'app/backup',
  'storage/killed-upkeep',
  'worker/walks',
  'storage/contract',
  'worker/jobs',
  'worker/same-pages',
  'worker/bundle',
  'app/commands',
  'pdf/renderer',
  'pdf/paper-pages',
  'browser/season',
  'app/access-walk',
  'app/user-command',
  'app/log-command',
  'app/start',
  'app/batches-work',
  'app/storage-full',
  'app/stopping',
  'storage/killed-work',
  'storage/killed-batch',
  'browser/member',
  'browser/session',
  'browser/meeting',
  'browser/busy',
  'pdf/binary',
];

function rank({ moduleId }: TestSpecification): number {
  const found = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return found < 0 ? LONGEST.length : found;
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((left, right) => rank(left) - rank(right));
  }
}
