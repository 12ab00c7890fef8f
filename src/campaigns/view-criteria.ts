import type { FieldErrors } from '../errors.ts';
import type { UnitRow } from '../units/queries.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatNumber } from '../views/formats.ts';
import type {
  CriteriaFormModel,
  CriteriaGroupTable,
  CriteriaListModel,
  CriteriaModel,
  CriteriaPreviewModel,
} from '../views/models/campaigns.ts';
import { lineField, selectField, textField } from '../views/parts.ts';
import type { CriteriaInput } from './criteria-input.ts';
import type { CriteriaSet } from './queries.ts';
import { CRITERIA_GROUPS, type CriteriaBody } from './settings.ts';

/** Sets of criteria → plain models. */

type Typed = Record<string, string>;

export function criteriaListPage(sets: readonly CriteriaSet[], units: readonly UnitRow[]): CriteriaListModel {
  return {
    sets: sets.map((set) => ({
      text: set.name,
      href: `/quan-tri/tieu-chi/${set.id}`,
      unit: units.find(({ id }) => id === set.unitId)?.name ?? '',
      lines: set.general.length + set.results.length,
    })),
  };
}

export function criteriaFormPage(units: readonly UnitRow[], typed: Typed, errors: FieldErrors = {}): CriteriaFormModel {
  return { summary: errorSummary(errors), ...fields(units, typed, errors) };
}

function fields(units: readonly UnitRow[], typed: Typed, errors: FieldErrors) {
  const [general, results] = CRITERIA_GROUPS;
  const lines = (name: string, group: (typeof CRITERIA_GROUPS)[number]) =>
    textField({
      name,
      label: `${group.name}: đúng ${group.outOf} điểm`,
      hint: 'Mỗi dòng một tiêu chí, điểm tối đa ở cuối dòng. Dán thẳng hai cột từ bảng tính cũng được.',
      value: typed[name] ?? '',
      error: errors[name] ?? null,
      rows: 8,
    });
  return {
    unit: selectField({
      name: 'to_chuc',
      label: 'Tổ chức ban hành',
      hint: 'Các đợt của tổ chức này và tổ chức trực thuộc chọn được bộ tiêu chí.',
      value: typed.to_chuc ?? '',
      error: errors.to_chuc ?? null,
      options: units.map(({ id, name }) => ({ value: id, text: name })),
    }),
    name: lineField({
      name: 'ten',
      label: 'Tên bộ tiêu chí',
      hint: 'Ví dụ: Bộ tiêu chí cán bộ lãnh đạo, Hướng dẫn 05-HD/ĐU.',
      value: typed.ten ?? '',
      error: errors.ten ?? null,
    }),
    general: lines('chung', general),
    results: lines('ket_qua', results),
  };
}

export function criteriaPreviewPage(
  units: readonly UnitRow[],
  typed: Typed,
  { name, unitId, body }: CriteriaInput,
): CriteriaPreviewModel {
  return {
    title: name,
    unitName: units.find(({ id }) => id === unitId)?.name ?? '',
    groups: groupTables(body),
    ...fields(units, typed, {}),
  };
}

export function criteriaPage(set: CriteriaSet, unit: UnitRow): CriteriaModel {
  return {
    name: set.name,
    unit: unit.name,
    groups: groupTables(set),
    sheets: [{ text: 'Tải bảng (.xlsx)', href: `/quan-tri/tieu-chi/${set.id}/bang.xlsx` }],
    copy: `/quan-tri/tieu-chi/moi?tu=${set.id}`,
  };
}

function groupTables(body: CriteriaBody): CriteriaGroupTable[] {
  return CRITERIA_GROUPS.map((group, index) => {
    const before = index === 0 ? 0 : body.general.length;
    return {
      caption: `${group.name}: ${group.outOf} điểm`,
      outOf: group.outOf,
      lines: body[group.key].map(({ text, points }, at) => ({ no: before + at + 1, text, points })),
    };
  });
}

/** A new set begins with an old one's lines. */
export function typedCriteria(set: CriteriaSet): Typed {
  const lines = (of: CriteriaBody['general']) =>
    of.map(({ text, points }) => `${text}: ${formatNumber(points)}`).join('\n');
  return { to_chuc: set.unitId, ten: '', chung: lines(set.general), ket_qua: lines(set.results) };
}
