import { groupRow, tableRow } from '../views/document.ts';
import { formatNumber } from '../views/formats.ts';
import type { DocumentPaper, DocumentRow, DocumentTable, OfficialDocument } from '../views/models/document.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import {
  branchSignature,
  committeeSignature,
  isTwoSided,
  issuedHead,
  type PaperIssuer,
} from '../units/print-issuer.ts';
import { labelOf } from './rules.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision } from './table.ts';
import { columnsOf, votesOf } from './view-lines.ts';

/** The list of levels on landscape pages: what a branch proposes, what the committee has decided. */

/** Width of a landscape page between its margins, less the table's outer border. */
const WIDTH_MM = 256;

export function proposalList(
  table: BranchTable,
  branch: PaperIssuer & { secretary: string },
  print: { rehearsal: boolean; today: string },
): DocumentPaper {
  const { unit, campaign } = table;
  const draft = table.handedAt === null;
  const document: OfficialDocument = {
    ...bare(`đề xuất xếp loại chất lượng năm ${campaign.year}`),
    head: issuedHead(branch, print.today, { number: null, draftMark: draft ? 'Dự thảo' : null }),
    blocks: [{ kind: 'table', table: levelTable([{ table, heading: null }]) }],
    signatures: [branchSignature(branch, { post: 'BÍ THƯ', name: branch.secretary })],
  };
  const title = `Danh sách đề xuất xếp loại năm ${campaign.year}, ${unit.name}`;
  return paperOf(title, document, branch, print);
}

/** Over one branch or all of them, each under its own heading. */
export function decisionList(
  tables: readonly BranchTable[],
  committee: PaperIssuer & { year: number; signer: string },
  print: { rehearsal: boolean; today: string },
): DocumentPaper {
  const { unit, year, signer } = committee;
  const document: OfficialDocument = {
    ...bare(`đề xuất và kết quả xếp loại chất lượng năm ${year}`),
    head: issuedHead(committee, print.today),
    blocks: [{ kind: 'table', table: levelTable(tables.map((table) => ({ table, heading: table.unit.name }))) }],
    signatures: [committeeSignature(committee, signer)],
  };
  return paperOf(`Danh sách xếp loại năm ${year}, ${unit.name}`, document, committee, print);
}

function bare(subjectLine: string): Omit<OfficialDocument, 'head' | 'blocks' | 'signatures'> {
  return {
    formLabel: null,
    kindPhrases: ['DANH SÁCH'],
    subjectLines: [subjectLine],
    hyphens: false,
    addressees: [],
    recipients: [],
  };
}

function paperOf(
  documentTitle: string,
  document: OfficialDocument,
  issuer: PaperIssuer,
  { rehearsal }: { rehearsal: boolean },
): DocumentPaper {
  return {
    documentTitle,
    stamp: rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(issuer),
    landscape: true,
    documents: [document],
  };
}

interface Column {
  label: string;
  mm: number;
  align: 'left' | 'center';
  cell: (subject: RatedSubject, no: number) => string;
}

function levelTable(parts: readonly { table: BranchTable; heading: string | null }[]): DocumentTable {
  const columns = columnsFor(parts.map(({ table }) => table));
  const shown = columns.map(({ label, mm, align }) => ({ label, width: `${mm}mm`, align }));
  return {
    caption: null,
    dense: true,
    columns: shown,
    rows: parts.flatMap(({ table, heading }): DocumentRow[] => [
      ...(heading === null ? [] : [groupRow(heading)]),
      ...table.subjects.map((subject, index) => {
        const cells = columns.map(({ cell }) => cell(subject, index + 1));
        return tableRow(shown, cells, subject.kind === 'collective');
      }),
    ]),
  };
}

interface LevelColumn {
  label: string;
  cell: (subject: RatedSubject) => string;
}

/** What is said of a subject's level before the ballots and after them; columns nobody uses are left out. */
export function levelColumns(tables: readonly BranchTable[]): {
  before: LevelColumn[];
  proposed: LevelColumn;
  agency: boolean;
  massBody: boolean;
  decided: boolean;
} {
  const uses = tables.map(columnsOf);
  const agency = uses.some((columns) => columns.agency);
  const massBody = uses.some((columns) => columns.massBody);
  const level = (label: string, key: (subject: RatedSubject) => string | undefined): LevelColumn => ({
    label,
    cell: (subject) => labelOf(subject.levels, key(subject) ?? ''),
  });
  return {
    before: [
      level('Tự nhận', ({ stated }) => stated?.level),
      ...(agency ? [level('Cơ quan xếp loại', ({ rating }) => rating?.agency_level)] : []),
      ...(uses.some(({ committee }) => committee)
        ? [level('Chi ủy đề xuất', ({ rating }) => rating?.committee_level)]
        : []),
      ...(massBody ? [level('Ý kiến đoàn thể', ({ rating }) => rating?.mass_body_level)] : []),
    ],
    proposed: level('Chi bộ đề xuất', ({ rating }) => rating?.branch_level),
    agency,
    massBody,
    decided: tables.some(({ subjects }) => subjects.some((subject) => currentDecision(subject) !== null)),
  };
}

/** What unused columns leave goes to the names. */
function columnsFor(tables: readonly BranchTable[]): Column[] {
  const { before, proposed, agency, massBody, decided } = levelColumns(tables);
  const mm = agency && massBody && decided ? NARROW_LEVEL_MM : LEVEL_MM;
  const rest: Column[] = [
    ...before.map((column) => ({ ...column, mm, align: 'left' as const })),
    { label: 'Phiếu của chi bộ', mm: 30, align: 'left', cell: ballotWords },
    { ...proposed, mm, align: 'left' },
    ...(decided ? [{ label: 'Quyết định', mm: 36, align: 'left' as const, cell: decisionCell }] : []),
  ];
  const numbers: Column = { label: 'Stt', mm: 11, align: 'center', cell: (_, no) => String(no) };
  const used = rest.reduce((sum, { mm: width }) => sum + width, numbers.mm);
  const names: Column = {
    label: 'Họ và tên, chức vụ',
    mm: WIDTH_MM - used,
    align: 'left',
    cell: ({ name, post, note }) => [name, post, note].filter((words) => words).join('\n'),
  };
  return [numbers, names, ...rest];
}

const LEVEL_MM = 29;
/** Where every column is used, so that a name still has room. */
const NARROW_LEVEL_MM = 24;

function ballotWords(subject: RatedSubject): string {
  const { ballot } = subject;
  if (!ballot) return '';
  const votes = votesOf(subject).map(({ text }) => text);
  return [...votes, `(hợp lệ ${formatNumber(ballot.valid)})`].join('\n');
}

function decisionCell(subject: RatedSubject): string {
  const decision = currentDecision(subject);
  return decision ? `${labelOf(subject.levels, decision.level)}\nsố ${decision.number}` : '';
}
