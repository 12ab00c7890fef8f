import type { BranchSeason } from '../branches/scope.ts';
import type { DocumentRow, DocumentSignature, DocumentTable } from '../views/models/document.ts';
import type { PaperHead } from '../views/models/paper.ts';
import { branchSignature, issuedHead } from '../units/print-issuer.ts';
import { groupRow, tableRow } from '../views/document.ts';
import { countColumns, levelColumn } from './counting.ts';
import type { Gathered } from './gathered.ts';
import type { CountRow } from './queries.ts';
import type { Subject } from './subjects.ts';

/** What several papers of a meeting have in common. Numbers are given by hand: the branch keeps its own register. */

export function headFor(
  season: BranchSeason,
  signedOn: string | null,
  paper: { kind: string | null; draft: boolean },
): PaperHead {
  return issuedHead(season, signedOn, {
    number: paper.kind === null ? null : `Số ……-${paper.kind}/CB`,
    draftMark: paper.draft ? 'Dự thảo' : null,
  });
}

export function signatureOf(
  season: BranchSeason,
  signer: { role: 'secretary' | 'deputy'; display_name: string } | undefined,
): DocumentSignature {
  const post = signer?.role === 'deputy' ? 'PHÓ BÍ THƯ' : 'BÍ THƯ';
  return branchSignature(season, { post, name: signer?.display_name ?? '' });
}

const NUMBER_MM = 10;
const NAME_MM = 41;
const TEXT_MM = 165;

/** The four sums, then every level that any of the forms has. */
export function countedColumns(subjects: readonly Subject[]): { column: string; label: string }[] {
  const levels = new Map(subjects.flatMap(({ levels }) => levels.map(({ key, label }) => [key, { key, label }])));
  return countColumns([...levels.values()]);
}

/** null where the subject's form has no such level. */
export function countCell(subject: Subject, count: CountRow, column: string): number | null {
  if (column in count) return count[column as 'issued'];
  const own = subject.levels.find(({ key }) => levelColumn(key) === column);
  return own ? (count.votes[own.key] ?? 0) : null;
}

/** Every counted subject on a line: the four sums, then the votes of each level; "–" where a form has no such level. */
export function countTable({ subjects, counts }: Gathered, caption: string | null): DocumentTable {
  const numbers = countedColumns(subjects);
  const width = `${((TEXT_MM - NUMBER_MM - NAME_MM) / numbers.length).toFixed(2)}mm`;
  const columns: DocumentTable['columns'] = [
    { label: 'Stt', width: `${NUMBER_MM}mm`, align: 'center' },
    { label: 'Họ và tên', width: `${NAME_MM}mm`, align: 'left' },
    ...numbers.map(({ label }) => ({ label, width, align: 'right' as const })),
  ];
  const row = (subject: Subject, number: number): DocumentRow => {
    const count = counts.get(subject.key);
    const cells = numbers.map(({ column }) => (count ? String(countCell(subject, count, column) ?? '–') : ''));
    return tableRow(columns, [String(number), subject.name, ...cells]);
  };
  const of = (wanted: boolean) => subjects.filter(({ memberId }) => (memberId === null) === wanted);
  const group = (name: string, members: readonly Subject[]) =>
    members.length > 0 ? [groupRow(name), ...members.map((subject, index) => row(subject, index + 1))] : [];
  return {
    caption,
    dense: true,
    columns,
    rows: [...group('Tập thể', of(true)), ...group('Cá nhân', of(false))],
  };
}
