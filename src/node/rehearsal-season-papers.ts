import { collectiveReview } from '../branches/queries.ts';
import { type BranchSeason, branchSeason } from '../branches/scope.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { gather } from '../meetings/gathered.ts';
import { ballotPaper, renderBallots } from '../meetings/print-ballots.ts';
import { countPaper } from '../meetings/print-count.ts';
import { invitationPaper } from '../meetings/print-invitation.ts';
import { minutesPaper } from '../meetings/print-minutes.ts';
import { findMeeting } from '../meetings/queries.ts';
import { redecisionPaper } from '../ratings/print-decision.ts';
import { decisionList, proposalList } from '../ratings/print-list.ts';
import { noticePaper, signerOf } from '../ratings/print-notice.ts';
import { type BranchTable, currentDecision, loadTable } from '../ratings/table.ts';
import { findRecord } from '../records/queries.ts';
import { loadReport } from '../reports/loaded.ts';
import { reportPaper } from '../reports/print.ts';
import { frozenPaper } from '../reviews/papers.ts';
import { leadersOf, paperIssuer } from '../units/queries.ts';
import { renderDocument } from '../views/document.ts';
import type { DocumentPaper } from '../views/models/document.ts';
import { readRehearsal } from './rehearsal.ts';
import type { ShowcasePaper } from './rehearsal-papers.ts';

/**
 * Every paper of the branch that is through, in the order in which its season made them. Empty in a rehearsal that was
 * filled before there were seasons.
 */
export async function seasonPapers(deps: Deps): Promise<ShowcasePaper[]> {
  const { db } = deps.store;
  const found = await finishedBranch(deps);
  if (!found) return [];
  const { season, gathered } = found;
  const { rehearsal } = deps;
  const leaders = await leadersOf(db, season.unit.id);
  const secretary = leaders.find(({ role }) => role === 'secretary')?.display_name ?? '';
  const table = await tableOf(deps, season);
  const print = { rehearsal, today: dayInHanoi(deps.now()) };
  const document = (file: string, paper: DocumentPaper) => ({
    file,
    print: () => deps.pdf.render(renderDocument(paper)),
  });
  const report = await loadReport(deps, season);
  const signer = { role: 'secretary' as const, display_name: secretary };
  const papers: ShowcasePaper[] = [
    document('chi-bo-giay-moi-hop.pdf', invitationPaper(gathered, { rehearsal, each: false, signer })),
    {
      file: 'chi-bo-bao-cao-tap-the-mau-01.pdf',
      print: () => printCollective(deps, season.campaign.id, season.unit.id),
    },
    {
      file: 'chi-bo-phieu-danh-gia.pdf',
      print: () => deps.pdf.render(renderBallots(ballotPaper(gathered, 1, { rehearsal }))),
    },
    document('chi-bo-bien-ban-kiem-phieu.pdf', countPaper(gathered, { rehearsal })),
    document('chi-bo-bien-ban-hop.pdf', minutesPaper(gathered, { rehearsal })),
    document('chi-bo-danh-sach-de-xuat-xep-loai.pdf', proposalList(table, { ...season, secretary }, print)),
    ...(report ? [document('chi-bo-bao-cao-ket-qua.pdf', reportPaper(report.content, { rehearsal }))] : []),
  ];
  const decided = table.subjects.find((subject) => currentDecision(subject) !== null);
  const committee = await paperIssuer(db, season.unit.parent_id);
  if (!decided || !committee) return papers;
  const body = currentDecision(decided)?.body ?? '';
  const issuer = { ...committee, year: season.campaign.year, signer: signerOf(body) };
  return [
    ...papers,
    document('dang-uy-danh-sach-xep-loai.pdf', decisionList([table], issuer, print)),
    document('dang-uy-thong-bao-ket-qua.pdf', noticePaper(table, table.subjects, { committee, rehearsal })),
    ...table.subjects.flatMap((subject) => {
      const [replaced, decision] = subject.decisions;
      if (!replaced || !decision) return [];
      const paper = redecisionPaper(table, subject, { decision, replaced }, { committee, rehearsal });
      return [document('dang-uy-quyet-dinh-xep-loai-lai-mau-03.pdf', paper)];
    }),
  ];
}

export async function tableOf(deps: Deps, season: BranchSeason): Promise<BranchTable> {
  return loadTable(deps, season);
}

export async function finishedBranch(deps: Deps) {
  const { db } = deps.store;
  const { branches, showcase } = await readRehearsal();
  const name = branches.find(({ key }) => key === showcase.finished)?.name ?? '';
  const unit = await db.selectFrom('unit').where('name', '=', name).select('id').executeTakeFirst();
  const season = unit && (await branchSeason(deps, unit.id, undefined));
  const meeting = season && (await findMeeting(db, season.campaign.id, season.unit.id));
  return meeting ? { season, gathered: await gather(deps, season, meeting) } : null;
}

async function printCollective(deps: Deps, campaignId: string, unitId: string): Promise<Uint8Array> {
  const { db } = deps.store;
  const row = await collectiveReview(db, campaignId, unitId);
  const record = row && (await findRecord(db, row.id, row.submissions));
  const bytes = record && (await frozenPaper(deps, record.id, 'annex'));
  if (bytes) return bytes;
  throw new Error('Chưa tạo được báo cáo của tập thể.');
}
