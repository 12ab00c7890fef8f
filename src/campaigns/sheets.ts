import { EXEMPTION_WORDS } from '../branches/rules.ts';
import type { Sheet } from '../files/spreadsheet.ts';
import type { ApartRow, CriteriaSet } from './queries.ts';
import { CRITERIA_GROUPS } from './settings.ts';

/** Who stands apart, and a set of criteria, as tables. */

export function exemptionSheet(people: readonly ApartRow[]): Sheet {
  return {
    name: 'Miễn kiểm điểm',
    columns: [
      { label: 'Stt', width: 6, kind: 'number' },
      { label: 'Họ và tên', width: 30, kind: 'text' },
      { label: 'Chi bộ', width: 32, kind: 'text' },
      { label: 'Trường hợp', width: 36, kind: 'text' },
      { label: 'Lý do, căn cứ', width: 60, kind: 'text' },
    ],
    rows: people.map(({ full_name: name, branch, kind, reason }, index) => {
      return [index + 1, name, branch, EXEMPTION_WORDS[kind], reason];
    }),
  };
}

/** A group of criteria on a sheet of its own, as the page has it. */
export function criteriaSheets(set: CriteriaSet): Sheet[] {
  let number = 0;
  return CRITERIA_GROUPS.map(({ key, name }) => ({
    name,
    columns: [
      { label: 'Stt', width: 6, kind: 'number' },
      { label: 'Tiêu chí', width: 80, kind: 'text' },
      { label: 'Điểm tối đa', width: 14, kind: 'number' },
    ],
    rows: set[key].map(({ text, points }) => [(number += 1), text, points]),
  }));
}
