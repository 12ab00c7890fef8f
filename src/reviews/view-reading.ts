import type { FieldErrors } from '../errors.ts';
import { whoTyped } from '../assistance/rules.ts';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDateTime } from '../views/formats.ts';
import type { Link } from '../views/models/layout.ts';
import type { JudgedModel, ReadingModel, ReadingSection } from '../views/models/reading.ts';
import type { AnswerRow } from '../views/models/reviews.ts';
import type { SignedNote } from '../views/models/verification.ts';
import { textField } from '../views/parts.ts';
import type { ReviewRow, ReviewStep } from './queries.ts';
import { subjectOf } from './content.ts';
import { editionsOf } from './questions.ts';
import type { SubmittedReview } from './reading.ts';
import { type Step, stepsOf } from './steps.ts';
import { STATE_WORDS } from './transitions.ts';
import { answersOfStep } from './view-answers.ts';
import { historyOf, isReopening } from './view-history.ts';
import { paperLinks, workplaceLinks } from './view-home.ts';
import { recordWord } from './view-word.ts';

/** A review as its branch's leaders read it: this year beside last year, the signs closed at the end, one choice to make. */

export interface Reading {
  review: SubmittedReview;
  /** Last year's, where this reader may read that one, too. */
  last: SubmittedReview | null;
  steps: readonly ReviewStep[];
  /** judges: chooses now · waits: somebody else does · done: nothing is left to choose. */
  reader: 'judges' | 'waits' | 'done';
  signed: SignedNote;
}

export function readingPage(
  reading: Reading,
  typed: { remark: string; errors: FieldErrors } = { remark: '', errors: {} },
): ReadingModel {
  const { review, last, reader } = reading;
  const { head } = review.content;
  return {
    summary: errorSummary(typed.errors),
    title: `Bản kiểm điểm năm ${review.content.year} của đồng chí ${subjectOf(head)}`,
    state: STATE_WORDS[review.row.state],
    facts: [...personalFacts(review), ...factsOf(review)],
    papers: [...paperLinks(review.row.id), ...workplaceLinks(review)],
    signed: reading.signed,
    word: recordWord(review.row.id),
    history: historyOf(reading.steps),
    lastYear: last
      ? `Bản năm ${last.content.year} đứng bên cạnh từng mục; lần đọc bản ấy cũng được ghi lại.`
      : 'Không có bản năm trước để xem bên cạnh.',
    sections: stepsOf(review.frame)
      .filter((step) => step.kind !== 'signs' && step.kind !== 'head')
      .map((step) => sectionOf(reading, step)),
    signs: signsOf(review),
    judging: reader === 'judges' ? judgingOf(review, typed) : null,
    judge: reader === 'waits' ? 'Bí thư hoặc phó bí thư chi bộ đọc rồi tiếp nhận, hoặc đề nghị bổ sung.' : null,
  };
}

/** What the form's head says, in few lines; an empty place says nothing. */
function personalFacts(review: SubmittedReview): ReadingModel['facts'] {
  return stepsOf(review.frame)
    .filter((step) => step.kind === 'head')
    .flatMap((step) => rowsAt(review, step))
    .filter((row) => row.paragraphs.length > 0)
    .map((row) => ({ label: row.label, value: row.paragraphs.join(' ') }));
}

function factsOf({ row, frame, content }: SubmittedReview): ReadingModel['facts'] {
  const again = row.submissions > 1 ? ` (lần thứ ${row.submissions})` : '';
  const helpers = whoTyped(content.typedBy);
  return [
    { label: 'Biểu mẫu', value: frame.form.name },
    { label: 'Nộp lúc', value: `${formatDateTime(row.submitted_at ?? row.state_at)}${again}` },
    ...(helpers ? [{ label: 'Người nhập giúp', value: helpers }] : []),
    { label: 'Số tham chiếu', value: row.reference },
  ];
}

function sectionOf({ review, last }: Reading, step: Step): ReadingSection {
  return { id: `doc-${step.slug}`, heading: step.title, rows: rowsAt(review, step), last: lastAt(review, last, step) };
}

function rowsAt(review: SubmittedReview, step: Step): AnswerRow[] {
  const rows = answersOfStep(review, step, () => null).flatMap((group) => group.rows);
  // A section of one field has said its name in the heading.
  return rows.map((row) => (step.title.endsWith(row.label) ? { ...row, label: '' } : row));
}

/** Found by the step's own address: the sections of the forms carry the same keys through the years. */
function lastAt(review: SubmittedReview, last: SubmittedReview | null, step: Step): ReadingSection['last'] {
  if (!last) return null;
  const then = stepsOf(last.frame).find(({ slug, kind }) => slug === step.slug && kind !== 'signs');
  const now = `Năm ${review.content.year}`;
  return then ? { now, summary: `Năm ${last.content.year}`, rows: rowsAt(last, then) } : null;
}

/** This year's only: signs are answered anew each year, and no year is held against another. */
function signsOf(review: SubmittedReview): ReadingModel['signs'] {
  return editionsOf(review.frame).map((edition) => ({
    summary: `${edition.shortName}: đồng chí ấy trả lời`,
    groups: stepsOf(review.frame)
      .filter((step) => step.kind === 'signs' && isOf(step, edition))
      .flatMap((step) => answersOfStep(review, step, () => null)),
  }));
}

function isOf(step: Extract<Step, { kind: 'signs' }>, edition: CatalogueEdition): boolean {
  return step.edition.list === edition.list;
}

function judgingOf(
  { row, content }: SubmittedReview,
  typed: { remark: string; errors: FieldErrors },
): ReadingModel['judging'] {
  const name = subjectOf(content.head);
  const base = `/ban-kiem-diem/${row.id}`;
  return {
    version: row.version,
    accepting: {
      action: `${base}/tiep-nhan`,
      next: `Đồng chí ${name} không sửa được nữa; bản này dùng khi chi bộ họp kiểm điểm, xếp loại. Sau đó chỉ văn phòng đảng ủy mở lại được, và phải ghi lý do.`,
    },
    returning: {
      action: `${base}/bo-sung`,
      next: `Bản kiểm điểm trở lại với đồng chí ${name} để viết thêm rồi nộp lại. Trong lúc đó không ai khác đọc được.`,
      remark: textField({
        name: 'dieu_bo_sung',
        label: 'Điều cần bổ sung',
        hint: 'Ghi rõ mục nào, thiếu gì. Đồng chí ấy đọc được ở trang chính và có thể trả lời.',
        value: typed.remark,
        error: typed.errors.dieu_bo_sung ?? null,
        rows: 5,
      }),
    },
  };
}

/** What was done by the newest step, who did it and what comes next; `lost` where somebody else was first. */
export function judgedPage(
  judged: { row: ReviewRow; name: string; step: ReviewStep },
  links: Link[],
  lost: { typed: string } | null = null,
): JudgedModel {
  const { row, name, step } = judged;
  return {
    title: titleOf(step, name),
    who: step.display_name,
    at: step.at,
    remark: step.to_state === 'returned' ? step.remark : null,
    next: nextOf(step, name),
    lost: lost && {
      text:
        row.state === 'submitted'
          ? `Đồng chí ${name} đã nộp lại sau khi đồng chí mở trang. Chưa có gì được thực hiện: đồng chí đọc bản mới rồi quyết định.`
          : 'Việc đồng chí vừa bấm không được thực hiện: đồng chí khác đã làm trước.',
      typed: lost.typed.trim() || null,
    },
    links,
  };
}

function titleOf(step: ReviewStep, name: string): string {
  switch (step.to_state) {
    case 'accepted':
      return `Đã tiếp nhận bản kiểm điểm của đồng chí ${name}`;
    case 'returned':
      return isReopening(step)
        ? `Bản kiểm điểm của đồng chí ${name} đã được mở lại`
        : `Đã đề nghị đồng chí ${name} bổ sung`;
    case 'closed':
      return `Bản kiểm điểm của đồng chí ${name} đã kết thúc đợt`;
    default:
      return `Bản kiểm điểm của đồng chí ${name} đang chờ tiếp nhận`;
  }
}

function nextOf(step: ReviewStep, name: string): string {
  switch (step.to_state) {
    case 'accepted':
      return 'Bản này không sửa được nữa và dùng khi chi bộ họp kiểm điểm, xếp loại.';
    case 'returned':
      return `Đồng chí ${name} đọc được lời đề nghị ở trang chính, viết thêm rồi nộp lại, và có thể trả lời. Trong lúc đó không ai khác đọc được bản này. Khi nộp lại, bản này lại chờ tiếp nhận.`;
    case 'closed':
      return 'Bản này nằm trong hồ sơ của đợt.';
    default:
      return 'Đồng chí đọc rồi tiếp nhận, hoặc đề nghị bổ sung.';
  }
}
