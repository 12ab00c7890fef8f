import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { askForBatch } from '../../src/batches/commands.ts';
import { planAll } from '../../src/batches/kinds.ts';
import { placeOf } from '../../src/batches/place.ts';
import { workOnBatches } from '../../src/batches/work.ts';
import { branchSeason } from '../../src/branches/scope.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { printContent } from '../../src/reviews/papers.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { findMember } from '../../src/units/queries.ts';
import { actorFor, submitAs } from '../helpers/author.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';

/**
 * A branch of many members printed in one go, and one print by itself for comparison. Reported, never asserted.
 * `node src/node/launch.mjs test/bench/batch.ts [members]`
 */
const members = Number(process.argv[2] ?? 300);
const SINGLE_PRINTS = 20;

const folder = mkdtempSync(join(tmpdir(), 'tu-soi-bench-'));
const deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'warn' }, folder));
try {
  const office = await seedOffice(deps);
  const campaignId = await seedCampaign(deps, office.committee);
  const campaign = await findCampaign(deps.store.db, campaignId);
  if (!campaign) throw new Error('not seeded');
  const reviews: string[] = [];
  const people = [];
  for (let one = 0; one < members; one += 1) {
    const person = await seedPerson(deps, office.branch, `Nguyễn Thị Số ${one}`);
    const member = await findMember(deps.store.db, person.memberId);
    if (!member) throw new Error('not seeded');
    const id = await beginReview(deps, actorFor(person), campaign, member);
    await completeReview(deps, actorFor(person), id);
    await submitAs(deps, person, id);
    reviews.push(id);
    people.push(person);
  }
  const { content } = await loadReview(deps, reviews[0] ?? '');
  const print = () => printContent(deps, content, { annex: false });
  for (let warm = 0; warm < 3; warm += 1) await print();
  const single = await timed(async () => {
    for (let one = 0; one < SINGLE_PRINTS; one += 1) await print();
  });
  const each = single / SINGLE_PRINTS;
  const season = await branchSeason(deps, office.branch, campaignId);
  if (!season || !people[0]) throw new Error('not seeded');
  const actor = actorFor(people[0]);
  for (const keys of [['kiem-diem'], ['kiem-diem', 'phu-luc', 'danh-muc']]) {
    const chosen = (await planAll(placeOf(deps, season))).filter(({ kind }) => keys.includes(kind.key));
    await askForBatch(deps, actor, season, chosen);
    const whole = await timed(async () => {
      while (await workOnBatches(deps));
    });
    const files = await deps.store.db
      .selectFrom('batch_file')
      .orderBy('made_at', 'desc')
      .limit(2)
      .selectAll()
      .execute();
    const papers = chosen.reduce((sum, { plan }) => sum + plan.papers.length, 0);
    console.log(
      `${keys.join(', ')}: ${members} members, ${papers} papers on ${cpus().length} cores: ${(whole / 1000).toFixed(1)} s`,
    );
    console.log(
      `  one print by itself ${each.toFixed(0)} ms; ratio to ${papers} × one print: ${(whole / (each * papers)).toFixed(2)}`,
    );
    for (const { kind, bytes, pages } of files)
      console.log(`  ${kind}: ${(bytes / 1e6).toFixed(1)} MB${pages === null ? '' : `, ${pages} pages`}`);
  }
  console.log(`memory of this process: ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
} finally {
  await deps.pdf.close();
  await deps.store.close();
  rmSync(folder, { recursive: true, force: true });
}

async function timed(act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}
