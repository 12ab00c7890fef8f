import { columnKey } from '../forms/rules.ts';
import type { FormAnnex } from '../forms/version.ts';
import type { PaperTableAnnex } from '../views/models/paper.ts';
import { paragraphsOf, type Filling } from './print-fields.ts';
import { maySplit } from './print-rows.ts';

const BLANK_ROWS = 8;
/** Text width less the column of numbers and the outer borders; a table wider than the page would shrink the whole paper. */
const COLUMNS_MM = 153;
/** The same width in letters of 13 pt. */
const LETTERS_A_LINE = 82;

/** undefined when the review has no rows: an optional annex is then left out. */
export function tableAnnex(
  annex: FormAnnex,
  filling: Filling,
  note: string,
): Omit<PaperTableAnnex, 'mark'> | undefined {
  const { columns } = annex.field;
  const shares = columns.map(({ kind }, index) => (index === 0 || kind === 'text' ? 3 : 2));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const rows = filling
    ? filling.items
        .filter((item) => item.list === annex.field.key)
        .map((item) =>
          columns.map((column) => paragraphsOf(filling.fields[columnKey(annex.field.key, item.id, column.key)] ?? '')),
        )
        .filter((cells) => cells.some((cell) => cell.length > 0))
    : Array.from({ length: BLANK_ROWS }, () => columns.map(() => []));
  if (rows.length === 0) return undefined;
  return {
    title: annex.title.toLocaleUpperCase('vi'),
    note,
    figures: false,
    columns: columns.map(({ label }, index) => ({
      label,
      width: `${(((shares[index] ?? 0) / all) * COLUMNS_MM).toFixed(1)}mm`,
    })),
    rows: rows.map((cells, index) => ({
      number: String(index + 1),
      cells,
      blank: filling === null,
      group: null,
      strong: false,
      maySplit: maySplit(
        cells,
        shares.map((share) => Math.floor((share / all) * LETTERS_A_LINE)),
      ),
    })),
  };
}
