import type { CampaignRow, SuggestionRow } from '../campaigns/queries.ts';
import { suggestedBy } from '../campaigns/rules.ts';
import { formatDate } from '../views/formats.ts';
import type { Link } from '../views/models/layout.ts';
import type { CollectiveNotice } from '../views/models/collective.ts';
import type { Banner, Status, Task } from '../views/models/parts.ts';
import type {
  ApartNote,
  ConfirmationModel,
  ReadModel,
  StartModel,
  SuggestionNotes,
  TasksModel,
  YearRow,
} from '../views/models/reviews.ts';
import type { Apart } from './apart.ts';
import type { StepProgress } from './completeness.ts';
import type { ReviewContent } from './content.ts';
import { blocks, type Finding } from './finding.ts';
import type { AnyReview, LoadedReview } from './loaded.ts';
import { placeOfField } from './places.ts';
import { hasWorkplace } from './print-unit.ts';
import { pledgePoints } from './pledge.ts';
import type { ReviewRow, ReviewStep } from './queries.ts';
import { editionsOf, type ReviewFrame } from './questions.ts';
import { suggestedSince } from './suggested.ts';
import { isWithItsAuthor, STATE_WORDS } from './transitions.ts';
import { answerGroups } from './view-answers.ts';
import { historyOf } from './view-history.ts';
import { draftWord, recordWord } from './view-word.ts';

/** The home page: what is done, what is open, and whether it is handed in. */

/** What others have said beside the writing: a request to hand in, remarks and the author's answers. */
export interface Beside {
  steps: readonly ReviewStep[];
  reminder: string | null;
  /** What the branch was sent of its collective's report. */
  collective: CollectiveNotice | null;
  apart: Apart | null;
}

type BesideStart = Pick<Beside, 'reminder' | 'collective' | 'apart'> & { suggestions: readonly SuggestionRow[] };

/**
 * What a member reads until he hands in. One that was sent before he last handed in is done with, though the review
 * has come back since.
 */
export function reminderWords(
  unit: { has_branch_committee: number },
  reminder: { due_on: string; at: string } | undefined,
  row: Pick<ReviewRow, 'submitted_at'> | null,
): string | null {
  if (!reminder || (row?.submitted_at && row.submitted_at > reminder.at)) return null;
  const whom = unit.has_branch_committee === 1 ? 'Chi ủy' : 'Chi bộ';
  return `${whom} đề nghị đồng chí nộp bản kiểm điểm trước ngày ${formatDate(reminder.due_on)}.`;
}

type Year = { id: string; title: string; state: LoadedReview['row']['state'] };
type Return = { remark: string; display_name: string } | undefined;

export function startPage(
  campaign: CampaignRow | undefined,
  formName: string | null,
  today: string,
  years: Year[],
  beside: BesideStart = { reminder: null, collective: null, apart: null, suggestions: [] },
): Omit<StartModel, 'results'> {
  return {
    apart: beside.apart && { ...beside.apart, begun: false },
    suggestions: beside.apart
      ? null
      : suggestionNotes(beside.suggestions, 'Giải trình ở mục IV của bản kiểm điểm.', null),
    campaign: campaign
      ? { id: campaign.id, title: campaign.title, dueOn: campaign.due_on, overdue: campaign.due_on < today }
      : null,
    formName,
    years: yearRows(years),
    reminder: beside.reminder,
    collective: beside.collective,
  };
}

export function yearRows(years: Year[]): YearRow[] {
  return years.map((year) => ({
    title: year.title,
    href: `/ban-kiem-diem/${year.id}`,
    state: STATE_WORDS[year.state],
  }));
}

/** null where there is nothing to explain. */
function suggestionNotes(
  suggestions: readonly SuggestionRow[],
  intro: string,
  link: Link | null,
): SuggestionNotes | null {
  const standing = suggestions.filter(({ withdrawn_at }) => withdrawn_at === null);
  if (standing.length === 0) return null;
  return { intro, link, suggestions: standing.map((one) => ({ text: one.text, by: suggestedBy(one) })) };
}

export function apartNote(apart: Apart | null): ApartNote | null {
  return apart && { ...apart, begun: true };
}

export function tasksPage(
  review: LoadedReview,
  progress: readonly StepProgress[],
  returned: Return,
  years: Year[],
  beside: Beside & { assisted: boolean },
): Omit<TasksModel, 'results' | 'helped'> {
  const base = `/ban-kiem-diem/${review.row.id}`;
  const open = openSteps(review, progress);
  const [first] = open;
  const action = first ? { text: 'Ghi tiếp', href: first.href } : { text: 'Kiểm tra và nộp', href: `${base}/kiem-tra` };
  return {
    title: review.campaign.title,
    reference: review.row.reference,
    reminder: beside.reminder,
    banner: bannerOf(review, returned, action),
    apart: apartNote(beside.apart),
    suggestions: beside.apart
      ? null
      : suggestionNotes(review.suggestions, 'Đồng chí giải trình từng vấn đề ở mục IV trước khi nộp.', {
          text: 'Mở mục IV để giải trình',
          href: `${base}/ghi/muc-iv`,
        }),
    open: first && !beside.apart ? { count: open.length, links: open } : null,
    tasks: {
      groups: [
        ...answerGroup(review, beside.steps),
        ...taskGroups(review, progress, { id: 'nhom-nop', title: 'Nộp', task: 'Kiểm tra và nộp' }),
      ],
    },
    papers: [
      { text: 'Xem bản nháp (PDF)', href: `${base}/ban-nhap.pdf` },
      ...pledgeLinks(review),
      ...(beside.assisted ? [] : [blankLink(review)]),
    ],
    word: beside.assisted ? null : draftWord(review.row.id),
    history: historyOf(beside.steps),
    years: yearRows(years.filter((year) => year.id !== review.row.id)),
    privacy: 'Chưa nộp thì chỉ một mình đồng chí đọc được bản này.',
    collective: beside.collective,
  };
}

/** The steps with something still to write. */
export function openSteps(review: AnyReview, progress: readonly StepProgress[]): Link[] {
  return progress.filter(isOpen).map(({ step }) => ({
    text: step.kind === 'signs' ? `${step.edition.shortName}, ${step.title}` : step.title,
    href: `/ban-kiem-diem/${review.row.id}/ghi/${step.slug}`,
  }));
}

/** "Nộp cho chi ủy", or to the secretary where the branch has no chi ủy. */
export function toWhom(review: LoadedReview): string {
  return review.unit.has_branch_committee === 1 ? 'chi ủy' : 'bí thư chi bộ';
}

/** With the branch's own name, which mostly begins with "Chi bộ" itself. */
function toWhomInFull(review: LoadedReview): string {
  const whom = review.unit.has_branch_committee === 1 ? 'chi ủy' : 'bí thư';
  return `${whom} ${review.unit.name}`;
}

function bannerOf(review: LoadedReview, returned: Return, action: Link): Banner {
  const { row, campaign } = review;
  const due = formatDate(campaign.due_on);
  if (!isWithItsAuthor(row.state)) {
    return {
      submittedAt: row.submitted_at,
      text: `${row.state === 'submitted' ? '' : `${STATE_WORDS[row.state]}. `}Nộp cho ${toWhomInFull(review)}. Số tham chiếu ${row.reference}.`,
      remark: null,
      action: null,
    };
  }
  if (!review.mayWrite) {
    const text = 'Đợt kiểm điểm đã kết thúc khi bản này chưa nộp. Đồng chí báo văn phòng đảng ủy nếu vẫn cần nộp.';
    return { submittedAt: null, text, remark: null, action: null };
  }
  const remark =
    row.state === 'returned' && returned
      ? { from: `Đồng chí ${returned.display_name} đề nghị bổ sung:`, text: returned.remark }
      : null;
  return { submittedAt: null, text: `Nộp cho ${toWhomInFull(review)} trước ngày ${due}.`, remark, action };
}

type GroupKey = 'head' | 'a' | 'b' | 'form';

function groupTitles(frame: ReviewFrame): [GroupKey, string][] {
  return [
    ['head', 'Chuẩn bị'],
    ...editionsOf(frame).map(({ list, shortName }): [GroupKey, string] => [
      list === 'A' ? 'a' : 'b',
      `Tự soi theo ${shortName}`,
    ]),
    ['form', frame.form.standing === 'collective' ? 'Viết báo cáo' : 'Viết bản kiểm điểm'],
  ];
}

/** The way through a review; `last` names what ends it. */
export function taskGroups(
  review: AnyReview,
  progress: readonly StepProgress[],
  end: { id: string; title: string; task: string },
) {
  const base = `/ban-kiem-diem/${review.row.id}/ghi`;
  const tasksIn = (key: GroupKey): Task[] =>
    progress
      .filter(({ step }) => groupOf(step) === key)
      .map((one) => ({
        text: one.step.title,
        href: `${base}/${one.step.slug}`,
        note: noteOf(one),
        status: statusOf(one),
      }));
  const groups = groupTitles(review.frame)
    .map(([key, title]) => ({ id: `nhom-${key}`, title, tasks: tasksIn(key) }))
    .filter((group) => group.tasks.length > 0);
  const ready = progress.every((step) => !step.findings.some(blocks));
  const last: Task = {
    text: end.task,
    href: `/ban-kiem-diem/${review.row.id}/kiem-tra`,
    note: null,
    status: ready ? { kind: 'doing', text: 'Sẵn sàng' } : { kind: 'todo', text: 'Chưa đủ' },
  };
  return [...groups, { id: end.id, title: end.title, tasks: [last] }];
}

/** A returned review: its author may answer the remark, and need not. */
function answerGroup(review: LoadedReview, steps: readonly ReviewStep[]) {
  if (review.row.state !== 'returned') return [];
  const answered = Boolean(steps.at(-1)?.answer);
  const task: Task = {
    text: 'Trả lời lời đề nghị',
    href: `/ban-kiem-diem/${review.row.id}/tra-loi`,
    note: 'Không bắt buộc. Lời trả lời đi cùng bản nộp lại.',
    status: answered ? { kind: 'done', text: 'Đã ghi' } : { kind: 'todo', text: 'Nếu có' },
  };
  return [{ id: 'nhom-bo-sung', title: 'Lời đề nghị bổ sung', tasks: [task] }];
}

function groupOf(step: StepProgress['step']): GroupKey {
  if (step.kind === 'head') return 'head';
  if (step.kind !== 'signs') return 'form';
  return step.edition.list === 'A' ? 'a' : 'b';
}

function isOpen(progress: StepProgress): boolean {
  return progress.findings.length > 0;
}

function statusOf(progress: StepProgress): Status {
  const { signs, findings, begun, optional } = progress;
  if (signs?.all === 0) return { kind: 'done', text: 'Chờ nội dung chính thức' };
  if (findings.length === 0 && (begun || !optional)) return { kind: 'done', text: 'Đã ghi đủ' };
  if (findings.length === 0) return { kind: 'todo', text: 'Nếu có' };
  if (findings.some((finding) => finding.kind === 'unprintable'))
    return { kind: 'problem', text: 'Có chữ không in được' };
  return begun ? { kind: 'doing', text: 'Đang ghi' } : { kind: 'todo', text: 'Chưa ghi' };
}

function noteOf({ signs }: StepProgress): string | null {
  return signs && signs.answered > 0 && signs.answered < signs.all ? `Đã trả lời ${signs.answered}/${signs.all}` : null;
}

export function blankLink(review: AnyReview): Link {
  return { text: 'Mẫu trống để viết tay (PDF)', href: `/bieu-mau/${review.frame.form.id}/mau-trong.pdf` };
}

export function findingLink(reviewId: string, finding: Finding): Link {
  return {
    text: finding.text,
    href: placeOfField(reviewId, finding.step, finding.key),
  };
}

export function paperLinks(reviewId: string): Link[] {
  return [
    { text: 'Bản in (PDF)', href: `/ban-kiem-diem/${reviewId}/ban-in.pdf` },
    { text: 'Bản in kèm phụ lục tự soi (PDF)', href: `/ban-kiem-diem/${reviewId}/ban-in-phu-luc.pdf` },
  ];
}

/** The same review with the head of the workplace, where there is one that takes a copy. */
export function workplaceLinks({ row, content }: { row: { id: string }; content: ReviewContent }): Link[] {
  if (!hasWorkplace(content)) return [];
  return [{ text: 'Bản nộp đơn vị công tác (PDF)', href: `/ban-kiem-diem/${row.id}/ban-in-don-vi.pdf` }];
}

/** The pledge for the next year is a paper of its own; without a point there is none. */
export function pledgeLinks({ row, content, frame }: LoadedReview): Link[] {
  if (pledgePoints(content, frame.form).length === 0) return [];
  return [{ text: `Bản cam kết năm ${content.year + 1} (PDF)`, href: `/ban-kiem-diem/${row.id}/cam-ket.pdf` }];
}

export function confirmationPage(review: LoadedReview): ConfirmationModel {
  return {
    reference: review.row.reference,
    submittedAt: review.row.submitted_at ?? review.row.state_at,
    toWhom: toWhom(review),
    next: [
      `Đồng chí in bản kiểm điểm, ký và gửi ${toWhom(review)} theo hướng dẫn của chi bộ.`,
      `${review.unit.has_branch_committee === 1 ? 'Chi ủy' : 'Bí thư'} đọc, rồi tiếp nhận hoặc đề nghị bổ sung. Nếu cần bổ sung, đồng chí sẽ thấy lời đề nghị ở trang chính.`,
      'Chi bộ họp kiểm điểm, xếp loại; kết quả do cấp có thẩm quyền quyết định.',
    ],
    papers: [...paperLinks(review.row.id), ...workplaceLinks(review), ...pledgeLinks(review)],
    word: recordWord(review.row.id),
  };
}

export function readPage(
  review: LoadedReview,
  years: Year[],
  beside: Pick<Beside, 'steps' | 'collective'>,
): Omit<ReadModel, 'results' | 'helped'> {
  const draft = isWithItsAuthor(review.row.state);
  return {
    title: review.campaign.title,
    suggestions: suggestionNotes(
      suggestedSince(review.row, review.suggestions),
      'Cấp ủy gợi ý sau khi đồng chí đã nộp. Đồng chí chuẩn bị giải trình tại cuộc họp, hoặc đề nghị chi ủy trả lại bản kiểm điểm để bổ sung mục IV.',
      null,
    ),
    banner: bannerOf(review, undefined, { text: 'Kiểm tra và nộp', href: `/ban-kiem-diem/${review.row.id}/kiem-tra` }),
    groups: answerGroups(review, false),
    papers: draft ? [] : [...paperLinks(review.row.id), ...workplaceLinks(review), ...pledgeLinks(review)],
    word: draft ? null : recordWord(review.row.id),
    history: historyOf(beside.steps),
    years: yearRows(years.filter((year) => year.id !== review.row.id)),
    collective: beside.collective,
  };
}
