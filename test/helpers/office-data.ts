import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { frozenPaper } from '../../src/reviews/papers.ts';
import { findRecord } from '../../src/records/queries.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { sha256Hex } from '../../src/canonical.ts';
import { paperBytes } from '../../src/records/queries.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { findMember } from '../../src/units/queries.ts';
import { fakePdf } from './app.ts';
import { actorFor, submitAs } from './author.ts';
import { seedCampaign, seedOffice, seedPerson, type Person } from './people.ts';
import { completeReview } from './reviews.ts';

export interface OfficeData {
  author: Person;
  reviewId: string;
  campaignId: string;
}

/** An installation in which people have worked: one review handed in, its paper frozen. */
export async function officeData(dataDir: string, databaseUrl?: string): Promise<OfficeData> {
  const config = readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl }, dataDir);
  const deps = await makeNodeDeps(config, { pdf: fakePdf() });
  try {
    const office = await seedOffice(deps);
    const campaignId = await seedCampaign(deps, office.committee);
    const author = await seedPerson(deps, office.branch, 'Trần Thị Sao Lưu');
    const [campaign, member] = [
      await findCampaign(deps.store.db, campaignId),
      await findMember(deps.store.db, author.memberId),
    ];
    if (!campaign || !member) throw new Error('not seeded');
    const reviewId = await beginReview(deps, actorFor(author), campaign, member);
    await completeReview(deps, actorFor(author), reviewId);
    await submitAs(deps, author, reviewId);
    const record = await findRecord(deps.store.db, reviewId, 1);
    await frozenPaper(deps, record?.id ?? '', 'plain');
    return { author, reviewId, campaignId };
  } finally {
    await deps.store.close();
  }
}

/** Of every frozen paper the hash it was stored with, and that of its bytes as they are read now. */
export async function paperHashes(database: string): Promise<{ stored: string | null; found: string }[]> {
  const store = openSqlite(database);
  try {
    const papers = await store.db.selectFrom('paper').where('state', '=', 'ready').orderBy('id').selectAll().execute();
    return await Promise.all(
      papers.map(async ({ id, sha256 }) => ({ stored: sha256, found: sha256Hex(await paperBytes(store.db, id)) })),
    );
  } finally {
    await store.close();
  }
}
