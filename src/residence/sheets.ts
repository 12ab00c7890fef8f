import type { Sheet } from '../files/spreadsheet.ts';
import type { UnitRow } from '../units/queries.ts';
import type { CommentCounts, CommentedPerson } from './queries.ts';
import { STATE_NAMES } from './rules.ts';

/** Comments from the place of residence as tables: asked for and received, never what they say. */

/** `places`: for the office, which writes to them. */
export function commentSheet(people: readonly CommentedPerson[], places: boolean): Sheet {
  return {
    name: 'Nhận xét nơi cư trú',
    columns: [
      { label: 'Stt', width: 6, kind: 'number' },
      { label: 'Họ và tên', width: 30, kind: 'text' },
      ...(places ? [{ label: 'Cấp ủy nơi cư trú', width: 40, kind: 'text' as const }] : []),
      { label: 'Tình trạng', width: 16, kind: 'text' },
      { label: 'Ngày gửi', width: 14, kind: 'day' },
      { label: 'Ngày nhận', width: 14, kind: 'day' },
      { label: 'Lý do miễn', width: 36, kind: 'text' },
    ],
    rows: people.map(({ full_name: name, residence, comments }, index) => {
      const { state, requestedOn, receivedOn, note } = comments;
      return [
        index + 1,
        name,
        ...(places ? [residence] : []),
        STATE_NAMES[state],
        requestedOn,
        receivedOn,
        state === 'exempt' ? note : null,
      ];
    }),
  };
}

export function commentCountSheet(branches: readonly UnitRow[], counts: ReadonlyMap<string, CommentCounts>): Sheet {
  const number = (label: string) => ({ label, width: 14, kind: 'number' as const });
  return {
    name: 'Các chi bộ',
    columns: [
      { label: 'Stt', width: 6, kind: 'number' },
      { label: 'Chi bộ', width: 40, kind: 'text' },
      number('Chưa gửi'),
      number('Đã gửi, chưa nhận'),
      number('Đã nhận'),
      number('Được miễn'),
    ],
    rows: branches.map(({ id, name }, index) => {
      const { open = 0, requested = 0, received = 0, exempt = 0 } = counts.get(id) ?? {};
      return [index + 1, name, open, requested, received, exempt];
    }),
  };
}
