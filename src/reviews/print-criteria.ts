import type { CriteriaSet } from '../campaigns/queries.ts';
import { CRITERIA_GROUPS } from '../campaigns/settings.ts';
import { formatNumber } from '../views/formats.ts';
import type { PaperTableAnnex } from '../views/models/paper.ts';
import type { ReviewContent } from './content.ts';
import { criteriaIn, linesGiven } from './criteria.ts';
import { maySplit } from './print-rows.ts';

const COLUMNS = [
  { label: 'Tiêu chí', width: '98.0mm' },
  { label: 'Điểm tối đa', width: '31.0mm' },
  { label: 'Tự chấm', width: '24.0mm' },
];
/** Letters to a line of 13 pt in each column. */
const LETTERS = [53, 14, 10];

/** The author's points by the committee's lines; undefined where he has given none. */
export function criteriaAnnex(
  set: CriteriaSet | undefined,
  { fields }: Pick<ReviewContent, 'fields'>,
  note: string,
): Omit<PaperTableAnnex, 'mark'> | undefined {
  if (!set) return undefined;
  const value = (key: string) => fields[key] ?? '';
  const groups = CRITERIA_GROUPS.map((group) => {
    const lines = criteriaIn(set, group.key);
    return { ...group, lines, ...linesGiven(lines, value) };
  });
  if (groups.every(({ given }) => given === 0)) return undefined;
  return {
    title: 'BẢNG ĐIỂM THEO TIÊU CHÍ',
    note,
    columns: COLUMNS,
    figures: true,
    rows: groups.flatMap(({ name, outOf, lines, given, sum }) => [
      row('', [name, String(outOf), ''], { group: name }),
      ...lines.map(({ key, no, text, points }) => {
        const given = value(key);
        return row(String(no), [text, formatNumber(points), given && formatNumber(Number(given))]);
      }),
      row('', [`Cộng ${given} trên ${lines.length} tiêu chí`, String(outOf), given > 0 ? formatNumber(sum) : ''], {
        strong: true,
      }),
    ]),
  };
}

function row(
  number: string,
  texts: string[],
  more: { group?: string; strong?: boolean } = {},
): PaperTableAnnex['rows'][number] {
  const cells = texts.map((text) => (text === '' ? [] : [text]));
  return {
    number,
    cells,
    group: more.group ?? null,
    strong: more.strong ?? false,
    blank: false,
    maySplit: maySplit(cells, LETTERS),
  };
}
