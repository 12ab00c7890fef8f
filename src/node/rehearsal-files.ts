import { askForBatch } from '../batches/commands.ts';
import { planAll } from '../batches/kinds.ts';
import { fileStream } from '../batches/parts.ts';
import { placeOf } from '../batches/place.ts';
import { filesOf, findJob } from '../batches/queries.ts';
import { workOnBatches } from '../batches/work.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { LostGuard, type Deps } from '../deps.ts';
import { spreadsheet } from '../files/spreadsheet.ts';
import { levelSheet } from '../ratings/sheets.ts';
import { leadersOf } from '../units/queries.ts';
import type { ShowcasePaper } from './rehearsal-papers.ts';
import { finishedBranch, tableOf } from './rehearsal-season-papers.ts';

/** Everything of the branch that is through in one go, as its secretary would order it, and its table of levels. */
export async function seasonFiles(deps: Deps): Promise<ShowcasePaper[]> {
  const found = await finishedBranch(deps);
  if (!found) return [];
  const { season } = found;
  const [leaders, table] = await Promise.all([leadersOf(deps.store.db, season.unit.id), tableOf(deps, season)]);
  const leader = leaders.find(({ role }) => role === 'secretary')?.account_id ?? '';
  let made: ReturnType<typeof makeFiles> | undefined;
  const file = async (kind: 'pdf' | 'zip') => (await (made ??= makeFiles(deps, season, leader)))[kind];
  return [
    { file: 'chi-bo-ho-so-gop.pdf', print: () => file('pdf') },
    { file: 'chi-bo-ho-so.zip', print: () => file('zip') },
    { file: 'chi-bo-xep-loai.xlsx', print: () => spreadsheet([levelSheet([table], false)]) },
  ];
}

async function makeFiles(deps: Deps, season: BranchSeason, leader: string): Promise<Record<'pdf' | 'zip', Uint8Array>> {
  const chosen = (await planAll(placeOf(deps, season))).filter(({ plan }) => plan.papers.length > 0);
  const actor = { accountId: leader, address: 'demo', requestId: 'demo' };
  const id = await askForBatch(deps, actor, season, chosen);
  while ((await findJob(deps.store.db, id))?.state === 'running') {
    await workOnBatches(deps).catch((error: unknown) => {
      // The server of another terminal may have taken it.
      if (!(error instanceof LostGuard)) throw error;
    });
  }
  const files = await filesOf(deps.store.db, id);
  const bytesOf = async (kind: 'pdf' | 'zip') => {
    const file = files.find((each) => each.kind === kind);
    if (!file) throw new Error('Chưa tạo được bộ hồ sơ của chi bộ.');
    return new Uint8Array(await new Response(fileStream(deps, file)).arrayBuffer());
  };
  return { pdf: await bytesOf('pdf'), zip: await bytesOf('zip') };
}
