import type { Sheet } from '../files/spreadsheet.ts';
import type { Apart } from './board.ts';
import { inOrder } from './board.ts';
import { NOT_HANDED_IN_COLUMNS, notHandedIn } from './print.ts';
import type { SeasonPerson } from './queries.ts';
import { type Board, boardRow } from './view.ts';

/** The board and its list as tables: what the page and the paper show, and nothing finer (states only). */

export function boardSheet(board: Board): Sheet {
  const rows = inOrder(board.here, 'post').map((person) => boardRow(board, person, false));
  return {
    name: 'Theo dõi',
    columns: [
      { label: 'Stt', width: 6, kind: 'number' },
      { label: 'Họ và tên', width: 30, kind: 'text' },
      { label: 'Chức vụ', width: 16, kind: 'text' },
      { label: 'Đảng viên', width: 12, kind: 'text' },
      { label: 'Đối tượng', width: 26, kind: 'text' },
      { label: 'Bản kiểm điểm', width: 20, kind: 'text' },
      { label: 'Nhận xét nơi cư trú', width: 22, kind: 'text' },
      { label: 'Ghi chú', width: 36, kind: 'text' },
    ],
    rows: rows.map(({ name, post, official, standing, status, comments, notes }, index) => {
      return [index + 1, name, post, official, standing, status.text, comments, notes.join('; ')];
    }),
  };
}

const WIDTHS = [6, 30, 16, 34, 44];

export function notHandedInSheet(people: { here: readonly SeasonPerson[]; apart: readonly Apart[] }): Sheet {
  const columns = NOT_HANDED_IN_COLUMNS.map(({ label }, at) => {
    return { label, width: WIDTHS[at] ?? 20, kind: at === 0 ? ('number' as const) : ('text' as const) };
  });
  return {
    name: 'Chưa nộp',
    columns: [...columns, { label: 'Nhóm', width: 44, kind: 'text' }],
    rows: notHandedIn(people)
      .flatMap(({ heading, rows }) => rows.map((cells) => [...cells, heading]))
      .map((cells, index) => [index + 1, ...cells]),
  };
}
