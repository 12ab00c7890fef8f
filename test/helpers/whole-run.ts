import { randomUUID } from 'node:crypto';
import { dropDatabasesOfRun } from './postgres.ts';

/** Before the first test file and after the last: the databases of one run bear its name, and go with it. */
export default function setUp(): (() => Promise<void>) | undefined {
  if (!process.env.TEST_DATABASE_URL) return undefined;
  process.env.TEST_RUN = randomUUID().slice(0, 8);
  return dropDatabasesOfRun;
}
