import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { OfficeSubjectModel } from '../views/models/ratings.ts';
import { selectField, textField } from '../views/parts.ts';
import { labelOf } from './rules.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision } from './table.ts';
import { disciplinesModel, historyOf } from './view-lines.ts';
import { documentFields, officePaths } from './view-office.ts';

type Typed = Record<string, string>;

/** One subject as the office sees it: levels, every decision with its reason, and the way to decide again. */
export function officeSubjectPage(
  table: BranchTable,
  subject: RatedSubject,
  typed: Typed = {},
  errors: FieldErrors = {},
): OfficeSubjectModel {
  const path = officePaths(table.campaign.id).subject(table.unit.id, subject.subject);
  return {
    summary: errorSummary(errors),
    name: subject.name,
    post: subject.post,
    unit: table.unit.name,
    facts: factsOfLevels(subject),
    history: historyOf(subject, 'office', (decision) =>
      decision.replaces_id === null
        ? null
        : {
            text: 'Quyết định xếp loại lại, Mẫu 03 (PDF)',
            href: `${officePaths(table.campaign.id).branch(table.unit.id)}/quyet-dinh/${decision.id}/mau-03.pdf`,
          },
    ),
    again: againModel(subject, path, typed, errors),
    disciplines: disciplinesModel(subject, `${path}/ky-luat`, '', typed, errors),
  };
}

function factsOfLevels({ levels, stated, rating }: RatedSubject): OfficeSubjectModel['facts'] {
  const facts = [
    { label: 'Tự nhận', value: labelOf(levels, stated?.level ?? '') },
    { label: 'Cơ quan, đơn vị xếp loại', value: labelOf(levels, rating?.agency_level ?? '') },
    { label: 'Chi ủy đề xuất', value: labelOf(levels, rating?.committee_level ?? '') },
    { label: 'Ý kiến của đoàn thể', value: labelOf(levels, rating?.mass_body_level ?? '') },
    { label: 'Chi bộ đề xuất', value: labelOf(levels, rating?.branch_level ?? '') || 'Chưa ghi' },
    { label: 'Lý do chi bộ ghi', value: rating?.reason ?? '' },
  ];
  return facts.filter(({ value }) => value !== '');
}

function againModel(
  subject: RatedSubject,
  path: string,
  typed: Typed,
  errors: FieldErrors,
): OfficeSubjectModel['again'] {
  const current = currentDecision(subject);
  if (!current) return null;
  const at = (name: string) => ({ name, value: typed[name] ?? '', error: errors[name] ?? null });
  return {
    action: `${path}/quyet-dinh-lai`,
    replaces: current.id,
    level: selectField({
      ...at('muc'),
      label: 'Mức xếp loại lại',
      options: subject.levels
        .filter(({ key }) => key !== current.level)
        .map(({ key, label }) => ({ value: key, text: label })),
    }),
    ...documentFields(typed, errors),
    reason: textField({
      ...at('ly_do'),
      label: 'Lý do xếp loại lại',
      hint: 'In vào Điều 2 của quyết định và vào thông báo gửi đồng chí ấy.',
      rows: 4,
    }),
    open: ['muc', 'so', 'ngay', 'noi', 'ly_do'].some((name) => errors[name] !== undefined),
  };
}
