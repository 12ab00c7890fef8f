import { groupRow, paragraphs, tableRow } from '../views/document.ts';
import type { DocumentBlock, DocumentPaper, DocumentRow, DocumentSignature } from '../views/models/document.ts';
import { branchSignature, isTwoSided, issuedHead } from '../units/print-issuer.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import { formatDate } from '../views/formats.ts';
import { type Apart, hasHandedIn, postWords, stateOf } from './board.ts';
import type { SeasonPerson } from './queries.ts';
import type { BranchSeason } from './scope.ts';

/** "Danh sách đảng viên chưa nộp": who has still to hand in, and who need not, with reasons (forms.md §4). */

export const NOT_HANDED_IN_COLUMNS = [
  { label: 'Stt', width: '11mm', align: 'center' },
  { label: 'Họ và tên', width: '48mm', align: 'left' },
  { label: 'Chức vụ', width: '27mm', align: 'left' },
  { label: 'Tình trạng', width: '39mm', align: 'left' },
  { label: 'Lý do', width: '40mm', align: 'left' },
] as const;

export function notHandedInPaper(
  { season, here, apart }: { season: BranchSeason; here: readonly SeasonPerson[]; apart: readonly Apart[] },
  rehearsal: boolean,
): DocumentPaper {
  const { unit, campaign, today } = season;
  const open = here.filter((person) => !hasHandedIn(person));
  return {
    documentTitle: `Danh sách đảng viên chưa nộp bản kiểm điểm năm ${campaign.year}, ${unit.name}`,
    stamp: rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(season),
    landscape: false,
    documents: [
      {
        formLabel: null,
        head: issuedHead(season, today),
        kindPhrases: ['DANH SÁCH'],
        subjectLines: [
          `Đảng viên chưa nộp bản kiểm điểm năm ${campaign.year}`,
          `(tính đến ngày ${formatDate(today)}; hạn nộp ${formatDate(campaign.due_on)})`,
        ],
        hyphens: false,
        addressees: [],
        blocks: blocksOf(here, open, apart),
        signatures: [signatureOf(season, here)],
        recipients: [],
      },
    ],
  };
}

function blocksOf(
  here: readonly SeasonPerson[],
  open: readonly SeasonPerson[],
  apart: readonly Apart[],
): DocumentBlock[] {
  const count = `Đã nộp ${here.length - open.length}/${here.length} đồng chí.`;
  const all = here.length > 0 && open.length === 0 ? ' Không còn đồng chí nào chưa nộp.' : '';
  const rows = documentRows(notHandedIn({ here, apart }));
  const table = { caption: null, dense: false, columns: [...NOT_HANDED_IN_COLUMNS], rows };
  return [paragraphs(`${count}${all}`), ...(rows.length > 0 ? [{ kind: 'table' as const, table }] : [])];
}

interface Group {
  heading: string;
  /** A cell for each column but the first, which numbers them all. */
  rows: string[][];
}

/** Who has still to hand in, then who need not. Rows of the paper and of the table. */
export function notHandedIn({ here, apart }: { here: readonly SeasonPerson[]; apart: readonly Apart[] }): Group[] {
  return [
    { heading: 'Chưa nộp', rows: here.filter((person) => !hasHandedIn(person)).map(openCells) },
    { heading: 'Không kiểm điểm tại chi bộ trong đợt này', rows: apart.map(apartCells) },
  ];
}

function documentRows(groups: readonly Group[]): DocumentRow[] {
  let number = 0;
  return groups
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ heading, rows }) => [
      groupRow(heading),
      ...rows.map((cells) => tableRow(NOT_HANDED_IN_COLUMNS, [String((number += 1)), ...cells])),
    ]);
}

/** On paper nobody's draft is told from a review not begun. */
function openCells(person: SeasonPerson): string[] {
  const state = stateOf(person) === 'returned' ? 'Được đề nghị bổ sung, chưa nộp lại' : 'Chưa nộp';
  const away =
    person.exemption?.kind === 'elsewhere' ? `Sinh hoạt tạm thời ở nơi khác. ${person.exemption.reason}` : '';
  return [person.full_name, postWords(person.roles), state, away];
}

function apartCells({ name, why, reason }: Apart): string[] {
  return [name, '', why, reason];
}

/** The secretary signs; where there is none, a deputy. Without either the hand fills in. */
function signatureOf(season: BranchSeason, here: readonly SeasonPerson[]): DocumentSignature {
  const secretary = here.find(({ roles }) => roles.includes('secretary'));
  const signer = secretary ?? here.find(({ roles }) => roles.includes('deputy'));
  const post = signer && !secretary ? 'PHÓ BÍ THƯ' : 'BÍ THƯ';
  return branchSignature(season, { post, name: signer?.full_name ?? '' });
}
