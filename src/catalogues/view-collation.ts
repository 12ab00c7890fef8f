import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { citedDate, formatDate } from '../views/formats.ts';
import type { CollationModel, ComparisonModel, ComparisonRow } from '../views/models/catalogues.ts';
import type { CheckboxField, ErrorSummary } from '../views/models/parts.ts';
import { checkbox, digestOf, fieldId, lineField, textField } from '../views/parts.ts';
import type { CollatedGroup, Doubts } from './collation.ts';
import { compareWordings } from './differences.ts';
import type { CatalogueEdition } from './edition.ts';
import type { CollationInput } from './input.ts';
import type { OfficialText } from './official-text.ts';
import { findSign, provenanceMark, signsOf } from './rules.ts';
import { collationPath, documentOf } from './view.ts';

/** The paste and the comparison → plain models. */

type Typed = Record<string, string>;

/** What the form holds before anybody has typed: the document we know the list by. */
export function usualCollation({ document }: CatalogueEdition): Typed {
  return { van_ban: '', loai: document.kind, so: document.number, ngay: formatDate(document.date) };
}

export function collationPage(
  present: CatalogueEdition,
  typed: Typed,
  errors: FieldErrors = {},
  problems: readonly string[] = [],
): CollationModel {
  const textErrors = [...problems, ...(errors.van_ban ? [errors.van_ban] : [])];
  return {
    summary: summaryOf(errors, problems),
    name: present.shortName,
    document: documentOf(present),
    present: presentWords(present),
    action: collationPath(present.list),
    ...pasteFields(typed, { ...errors, ...(textErrors.length > 0 ? { van_ban: textErrors.join(' ') } : {}) }),
  };
}

/** Each fault of the paste by itself: one long sentence would be read by nobody. */
function summaryOf(errors: FieldErrors, problems: readonly string[]): ErrorSummary | null {
  const others = errorSummary(errors);
  if (problems.length === 0) return others;
  const faults = problems.map((text) => ({ text, href: `#${fieldId('van_ban')}` }));
  return { kept: true, errors: [...faults, ...(others?.errors ?? [])] };
}

function presentWords(present: CatalogueEdition): string {
  if (present.collation) return 'Danh mục đã được đối chiếu. Đồng chí đối chiếu lại khi lần trước còn sót lỗi.';
  const ours = signsOf(present).filter(({ provenance }) => provenance === 'provisional').length;
  return ours > 0
    ? `Hiện có ${ours} biểu hiện do chương trình soạn tạm, các biểu hiện còn lại diễn đạt rút gọn.`
    : 'Hiện các biểu hiện được diễn đạt rút gọn, không phải nguyên văn.';
}

function pasteFields(typed: Typed, errors: FieldErrors) {
  const line = (name: string, label: string) =>
    lineField({ name, label, value: typed[name] ?? '', error: errors[name] ?? null, width: 'medium' });
  return {
    text: textField({
      name: 'van_ban',
      label: 'Nội dung danh mục, chép từ văn bản gốc',
      hint: 'Dán cả danh mục, có số thứ tự ở đầu mỗi biểu hiện. Có tên nhóm, xuống dòng giữa câu, số trang thì cứ để nguyên.',
      value: typed.van_ban ?? '',
      error: errors.van_ban ?? null,
      rows: 14,
    }),
    documentFields: [
      line('loai', 'Loại văn bản'),
      line('so', 'Số'),
      { ...line('ngay', 'Ngày'), hint: 'Ngày/tháng/năm, như ghi trên văn bản.' },
    ],
    campaignId: typed.dot ?? '',
  };
}

export interface Compared {
  present: CatalogueEdition;
  input: CollationInput;
  read: OfficialText;
  groups: readonly CollatedGroup[];
  doubts: Doubts;
  outsideDuty: ReadonlySet<number>;
}

/** What was laid side by side: a tick holds for that and for nothing typed since. */
export function seenDigest({ text, document }: CollationInput): string {
  return digestOf([text, document.kind, document.number, document.date].join('\n'));
}

export function comparisonPage(
  compared: Compared,
  typed: Typed,
  errors: FieldErrors = {},
  conflict: string | null = null,
): ComparisonModel {
  const { present, input, read, groups, outsideDuty } = compared;
  const rows = groups.map((group) => group.signs.map((sign) => rowOf(present, sign, outsideDuty.has(sign.no))));
  const same = rows.flat().filter((row) => row.same).length;
  const summary = errorSummary(errors);
  return {
    summary: conflict
      ? { kept: true, errors: [{ text: conflict, href: '#so-sanh' }, ...(summary?.errors ?? [])] }
      : summary,
    name: present.shortName,
    document: `${input.document.kind} ${input.document.number}, ngày ${citedDate(input.document.date)}`,
    against: present.collation
      ? `phiên bản ${present.edition}, đã đối chiếu`
      : `phiên bản ${present.edition}, lời của chương trình`,
    counts: { same, changed: rows.flat().length - same },
    action: collationPath(present.list),
    base: present.id,
    seen: seenDigest(input),
    left: read.left,
    groups: groups.map((group, index) => ({
      title: groupTitleField(compared, group, index, typed, errors),
      rows: rows[index] ?? [],
    })),
    doubts: doubtFields(compared, typed, errors),
    confirm: tick('dong_y', confirmWords(input), typed, errors),
    ...pasteFields(typed, errors),
  };
}

function rowOf(
  present: CatalogueEdition,
  { no, text }: CollatedGroup['signs'][number],
  outside: boolean,
): ComparisonRow {
  const sign = findSign(present, no);
  const { same, ...sides } = compareWordings(sign?.text ?? '', text);
  return {
    no,
    mark: sign ? provenanceMark(sign) : null,
    same,
    present: sides.present,
    official: sides.official,
    outsideDuty: checkbox({
      name: `ngoai_${no}`,
      label: `${no}. ${shortened(text)}${sign?.outsideDutyLabel ? ` (“${sign.outsideDutyLabel}”)` : ''}`,
      checked: outside,
    }),
  };
}

const SHORT = 90;

function shortened(text: string): string {
  return text.length > SHORT ? `${text.slice(0, SHORT).replace(/\s+\S*$/u, '')} …` : text;
}

function groupTitleField(
  { present, read }: Compared,
  group: CollatedGroup,
  index: number,
  typed: Typed,
  errors: FieldErrors,
) {
  const name = `nhom_${index + 1}`;
  const ours = present.groups[index];
  const pasted = read.groups.some(({ title }) => title === group.title);
  return lineField({
    name,
    label: `Tên nhóm ${index + 1}`,
    hint: pasted
      ? null
      : ours?.titleProvisional
        ? `Tên tạm của chương trình: “${ours.title}”. Đồng chí chép tên trong văn bản gốc.`
        : 'Nội dung dán không có tên nhóm, đây là tên hiện nay. Đồng chí so với văn bản gốc.',
    value: typed[name] ?? group.title,
    error: errors[name] ?? null,
  });
}

function doubtFields({ present, input, doubts }: Compared, typed: Typed, errors: FieldErrors): CheckboxField[] {
  const { kind, number, date } = present.document;
  return [
    ...(doubts.ours.length > 0
      ? [
          tick(
            'dung_tung_chu',
            `Số ${doubts.ours.join(', ')} giống từng chữ lời của chương trình. Tôi đã xem lại trên văn bản gốc: văn bản viết đúng như vậy.`,
            typed,
            errors,
          ),
        ]
      : []),
    ...(doubts.otherDocument
      ? [
          tick(
            'dung_van_ban',
            `Danh mục này vốn thuộc ${kind} ${number}, ngày ${citedDate(date)}. Tôi đã xem lại trang đầu văn bản: đúng là ${input.document.kind} ${input.document.number}, ngày ${citedDate(input.document.date)}.`,
            typed,
            errors,
          ),
        ]
      : []),
  ];
}

function confirmWords({ document }: CollationInput): string {
  return `Tôi đã đối chiếu với văn bản gốc: ${document.kind} số ${document.number}, ngày ${citedDate(document.date)}.`;
}

function tick(name: string, label: string, typed: Typed, errors: FieldErrors): CheckboxField {
  return checkbox({ name, label, checked: typed[name] === '1', error: errors[name] ?? null });
}
