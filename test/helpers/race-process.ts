import { openPostgres } from '../../src/storage/postgres.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { saveField } from '../../src/reviews/statements.ts';
import { plain } from '../../src/storage/statement.ts';
import { LostGuard } from '../../src/deps.ts';

/**
 * One of two processes that save the same field from the same version at the same moment.
 * argv: address of the database, review id, rounds, own name. Builds every list first, then runs them when told "go".
 */
const [address = '', reviewId = '', rounds = '0', name = ''] = process.argv.slice(2);
const store = address.startsWith('postgres:') ? openPostgres(address, console) : openSqlite(address);
const at = '2026-11-22T03:00:00.000Z';
const lists = Array.from({ length: Number(rounds) }, (_, round) => [
  saveField(store.db, { reviewId, key: `A${round + 1}`, value: name, baseVersion: 0, at }),
  plain(store.db.insertInto('setting').values({ key: `${name}-${round}`, value: 'dependent' })),
]);
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  void run().then(async (won) => {
    process.stdout.write(`${JSON.stringify(won)}\n`);
    await store.close();
    process.exit(0);
  });
});

async function run(): Promise<number[]> {
  const won: number[] = [];
  for (const [round, list] of lists.entries()) {
    try {
      await store.atomic(list);
      won.push(round);
    } catch (error) {
      if (!(error instanceof LostGuard)) throw error;
    }
  }
  return won;
}
