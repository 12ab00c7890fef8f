import { dayInHanoi } from '../calendar.ts';
import { formatDate } from '../views/formats.ts';
import type { CollectiveNotice, CollectiveReadModel } from '../views/models/collective.ts';
import type { TasksModel } from '../views/models/reviews.ts';
import type { StepProgress } from './completeness.ts';
import { subjectOf } from './content.ts';
import { isInTime, noticeOf } from './draft-notice.ts';
import type { LoadedCollective } from './loaded.ts';
import { collectiveAddress } from './places.ts';
import type { ReviewRow } from './queries.ts';
import type { SentReport } from './sent.ts';
import { type Step, stepsOf } from './steps.ts';
import { answerGroups } from './view-answers.ts';
import { collectiveYearRows, meetingDay, type ReportShown, sentLinks, sentPapers } from './view-collective.ts';
import { blankLink, openSteps, taskGroups } from './view-home.ts';
import { settingsOf } from '../campaigns/settings.ts';
import { draftWord } from './view-word.ts';

/** The collective's report as others meet it: its writers' list of tasks, what the participants read, their notice. */

export function collectiveReadPage(
  sent: SentReport,
  about: Pick<ReportShown, 'meeting' | 'sendings'>,
): CollectiveReadModel {
  const { row, content } = sent;
  const number = content.head.kind === 'collective' ? content.head.draftNumber : null;
  const last = about.sendings.find((sending) => sending.number === number);
  const steps = stepsOf(sent.frame);
  return {
    title: `Kiểm điểm tập thể: ${subjectOf(content.head)}, năm ${content.year}`,
    mark: last ? `Dự thảo lần ${last.number}` : 'Báo cáo đã thông qua',
    draft: last !== undefined,
    lines: last ? draftLines(sent, about, last) : [`Hội nghị thông qua ngày ${formatDate(content.signedOn ?? '')}.`],
    papers: sentPapers(row, last ? 'dự thảo' : 'báo cáo'),
    // As on paper: the report first, the signs after it.
    groups: answerGroups(sent, false, [...steps.filter(isReport), ...steps.filter((step) => !isReport(step))]),
  };
}

function isReport(step: Step): boolean {
  return step.kind !== 'signs';
}

function draftLines(
  { row, campaign }: SentReport,
  about: Pick<ReportShown, 'meeting' | 'sendings'>,
  last: ReportShown['sendings'][number],
): string[] {
  const sentOn = dayInHanoi(new Date(last.sent_at));
  const day = meetingDay(about) ?? last.meeting_on;
  const late = last.number === 1 && !isInTime(noticeOf(sentOn, day, settingsOf(campaign)));
  const { starts_at: at, place } = about.meeting ?? {};
  return [
    `Gửi ngày ${formatDate(sentOn)}, để đồng chí đọc trước và chuẩn bị góp ý. Họp ngày ${formatDate(day)}${[at, place]
      .filter(Boolean)
      .map((part) => `, ${part}`)
      .join('')}.`,
    ...(late && last.late_reason ? [`Gửi muộn so với quy định. Lý do: ${last.late_reason}`] : []),
    ...(row.state === 'returned' ? ['Tập thể đang sửa dự thảo sau góp ý; bản mới sẽ có ở trang này.'] : []),
  ];
}

/** What stands on a member's home page; null before anything was sent. */
export function collectiveNotice(
  row: ReviewRow,
  about: Pick<ReportShown, 'meeting' | 'sendings'>,
): CollectiveNotice | null {
  const last = about.sendings.at(-1);
  if (!last) return null;
  if (row.state === 'accepted' || row.state === 'closed') {
    const text = 'Hội nghị đã thông qua báo cáo kiểm điểm tập thể của chi bộ.';
    return { heading: 'Kiểm điểm tập thể', text, links: sentLinks(row, 'báo cáo tập thể') };
  }
  const day = formatDate(meetingDay(about) ?? last.meeting_on);
  const text = `Chi bộ gửi dự thảo lần ${last.number} báo cáo kiểm điểm tập thể, họp ngày ${day}. Đồng chí đọc trước và chuẩn bị góp ý.`;
  return { heading: 'Dự thảo kiểm điểm tập thể', text, links: sentLinks(row, 'dự thảo tập thể') };
}

/** The list of tasks of those who write for the collective. */
export function collectiveTasksPage(
  review: LoadedCollective,
  progress: readonly StepProgress[],
  about: Pick<ReportShown, 'sendings' | 'returned'>,
  years: Parameters<typeof collectiveYearRows>[0],
): Omit<TasksModel, 'results' | 'helped'> {
  const { row, content } = review;
  const open = openSteps(review, progress);
  const [first] = open;
  const send = { text: 'Kiểm tra và gửi dự thảo', href: collectiveAddress(row, '/gui') };
  return {
    title: `Kiểm điểm tập thể: ${subjectOf(content.head)}`,
    reference: row.reference,
    reminder: null,
    apart: null,
    suggestions: null,
    history: [],
    banner: {
      submittedAt: null,
      open: row.state === 'returned' ? 'ĐANG SỬA SAU GÓP Ý' : 'CHƯA GỬI',
      text: 'Bí thư, phó bí thư và chi ủy viên cùng viết; mỗi ô lưu riêng, hai đồng chí ghi cùng một ô thì hệ thống hỏi giữ bản nào.',
      remark:
        row.state === 'returned' && about.returned?.remark
          ? { from: `Góp ý cần tiếp thu, đồng chí ${about.returned.display_name} ghi:`, text: about.returned.remark }
          : null,
      action: first ? { text: 'Ghi tiếp', href: first.href } : send,
    },
    open: first ? { count: open.length, links: open } : null,
    tasks: { groups: taskGroups(review, progress, { id: 'nhom-gui', title: 'Gửi dự thảo', task: send.text }) },
    papers: [
      { text: 'Xem bản đang viết như khi in (PDF)', href: `/ban-kiem-diem/${row.id}/ban-nhap.pdf` },
      { text: 'Bản đang viết kèm phụ lục tự soi (PDF)', href: `/ban-kiem-diem/${row.id}/ban-nhap.pdf?phu-luc=1` },
      blankLink(review),
    ],
    word: draftWord(row.id),
    years: collectiveYearRows(
      years.filter(({ campaign_id: id }) => id !== row.campaign_id),
      row.unit_id,
    ),
    privacy: 'Chưa gửi thì chỉ bí thư, phó bí thư và chi ủy viên của chi bộ đọc được bản này.',
    collective: null,
  };
}
