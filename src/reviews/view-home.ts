import type { CampaignRow } from '../campaigns/queries.ts';
import { formatDate } from '../views/formats.ts';
import type { Link } from '../views/models/layout.ts';
import type { Banner, Status, Task } from '../views/models/parts.ts';
import type { ConfirmationModel, ReadModel, StartModel, TasksModel, YearRow } from '../views/models/reviews.ts';
import type { Finding, StepProgress } from './completeness.ts';
import type { LoadedReview } from './loaded.ts';
import { placeOfField } from './places.ts';
import { pledgePoints } from './pledge.ts';
import type { ReviewFrame } from './questions.ts';
import { isWithItsAuthor, STATE_WORDS } from './transitions.ts';
import { answerGroups } from './view-answers.ts';

/** The home page: what is done, what is open, and whether it is handed in. */

type Year = { id: string; title: string; state: LoadedReview['row']['state'] };
type Return = { remark: string; display_name: string } | undefined;

export function startPage(
  campaign: CampaignRow | undefined,
  formName: string | null,
  today: string,
  years: Year[],
): StartModel {
  return {
    campaign: campaign
      ? { id: campaign.id, title: campaign.title, dueOn: campaign.due_on, overdue: campaign.due_on < today }
      : null,
    formName,
    years: yearRows(years),
  };
}

function yearRows(years: Year[]): YearRow[] {
  return years.map((year) => ({
    title: year.title,
    href: `/ban-kiem-diem/${year.id}`,
    state: STATE_WORDS[year.state],
  }));
}

export function tasksPage(
  review: LoadedReview,
  progress: readonly StepProgress[],
  returned: Return,
  years: Year[],
  assisted: boolean,
): Omit<TasksModel, 'helped'> {
  const base = `/ban-kiem-diem/${review.row.id}`;
  const open = progress.filter(isOpen).map(({ step }) => ({
    text: step.kind === 'signs' ? `${step.edition.shortName}, ${step.title}` : step.title,
    href: `${base}/ghi/${step.slug}`,
  }));
  const [first] = open;
  const action = first ? { text: 'Ghi tiếp', href: first.href } : { text: 'Kiểm tra và nộp', href: `${base}/kiem-tra` };
  return {
    title: review.campaign.title,
    reference: review.row.reference,
    banner: bannerOf(review, returned, action),
    open: first ? { count: open.length, links: open } : null,
    tasks: { groups: taskGroups(review, progress) },
    papers: [
      { text: 'Xem bản nháp (PDF)', href: `${base}/ban-nhap.pdf` },
      ...pledgeLinks(review),
      ...(assisted ? [] : [blankLink(review)]),
    ],
    years: yearRows(years.filter((year) => year.id !== review.row.id)),
  };
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

type GroupKey = 'personal' | 'a' | 'b' | 'form';

function groupTitles({ a, b }: ReviewFrame): [GroupKey, string][] {
  return [
    ['personal', 'Chuẩn bị'],
    ['a', `Tự soi theo ${a.shortName}`],
    ['b', `Tự soi theo ${b?.shortName ?? ''}`],
    ['form', 'Viết bản kiểm điểm'],
  ];
}

function taskGroups(review: LoadedReview, progress: readonly StepProgress[]) {
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
  const ready = progress.every((step) => step.findings.every((finding) => finding.kind !== 'missing'));
  const last: Task = {
    text: 'Kiểm tra và nộp',
    href: `/ban-kiem-diem/${review.row.id}/kiem-tra`,
    note: null,
    status: ready ? { kind: 'doing', text: 'Sẵn sàng' } : { kind: 'todo', text: 'Chưa đủ' },
  };
  return [...groups, { id: 'nhom-nop', title: 'Nộp', tasks: [last] }];
}

function groupOf(step: StepProgress['step']): GroupKey {
  if (step.kind === 'personal') return 'personal';
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
  return begun ? { kind: 'doing', text: 'Đang ghi' } : { kind: 'todo', text: 'Chưa ghi' };
}

function noteOf({ signs }: StepProgress): string | null {
  return signs && signs.answered > 0 && signs.answered < signs.all ? `Đã trả lời ${signs.answered}/${signs.all}` : null;
}

function blankLink(review: LoadedReview): Link {
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
    papers: [...paperLinks(review.row.id), ...pledgeLinks(review)],
  };
}

export function readPage(review: LoadedReview, years: Year[]): Omit<ReadModel, 'helped'> {
  const draft = isWithItsAuthor(review.row.state);
  return {
    title: review.campaign.title,
    banner: bannerOf(review, undefined, { text: 'Kiểm tra và nộp', href: `/ban-kiem-diem/${review.row.id}/kiem-tra` }),
    groups: answerGroups(review, false),
    papers: draft ? [] : [...paperLinks(review.row.id), ...pledgeLinks(review)],
    years: yearRows(years.filter((year) => year.id !== review.row.id)),
  };
}
