import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';

/** Other work on the machine can only make a time longer: the shortest of many is the statement's own. */
function shortest(act: () => unknown): number {
  const times = Array.from({ length: 400 }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
  return Math.min(...times);
}

test('SQLite makes a statement once, joins and limits too, however often it is asked with other values', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-remembered-'));
  const { db, file, close } = openSqlite(join(folder, 'tu-soi.sqlite'));
  try {
    await migrateToLatest(db);
    const { sql, parameters } = db
      .selectFrom('review')
      .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
      .innerJoin('unit', 'unit.id', 'review.unit_id')
      .leftJoin('member', 'member.id', 'review.member_id')
      .leftJoin('account', 'account.member_id', 'member.id')
      .where('review.id', '=', 'nobody’s')
      .where('campaign.year', '<', 2026)
      .where('review.state', 'in', ['draft', 'returned'])
      .select(['review.id', 'unit.name', 'member.full_name', 'account.user_name'])
      .limit(1)
      .compile();
    const statement = file.prepare(sql);
    const making = shortest(() => file.prepare(sql));
    const running = shortest(() => statement.all(...parameters));
    expect(running).toBeLessThan(making / 2);
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
