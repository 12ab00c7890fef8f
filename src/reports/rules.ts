import { workingDaysBetween } from '../calendar.ts';
import type { FormLevel } from '../forms/version.ts';
import { type Count, countProblems } from '../meetings/rules.ts';
import { isAbove, labelOf } from '../ratings/rules.ts';
import { formatDate } from '../views/formats.ts';

/**
 * What a branch looks at before it compiles its report. Every finding is told with its place; none of them keeps
 * anybody from anything, and none is reckoned from the signs.
 */
export type FindingKind = 'review' | 'ballot' | 'sum' | 'residence' | 'level' | 'head' | 'cap' | 'date';

/** Where a finding is mended. */
export type FindingPlace =
  | { at: 'person' | 'rating' | 'ballot'; subject: string }
  | { at: 'collective' | 'residence' | 'ratings' | 'meeting' | 'attendance' | 'plan' | 'board' | 'report' };

export interface Finding {
  kind: FindingKind;
  text: string;
  place: FindingPlace;
}

export interface CheckedSubject {
  subject: string;
  kind: 'person' | 'collective';
  name: string;
  head: boolean;
  levels: readonly FormLevel[];
  review: 'handed-in' | 'returned' | 'draft' | 'none';
  count: Count | null;
  /** null where nobody is asked: of the collective. */
  comments: 'open' | 'requested' | 'received' | 'exempt' | null;
  level: string;
}

export interface CheckedDates {
  year: number;
  /** The campaign's last day. Days are YYYY-MM-DD in Hà Nội; null where there is none yet. */
  dueOn: string;
  meetingOn: string | null;
  draftsSentOn: readonly string[];
  draftDays: number;
  daysOff: readonly string[];
  handedUpOn: string | null;
  decidedOn: string | null;
  reportOn: string | null;
}

export interface CheckFacts {
  subjects: readonly CheckedSubject[];
  /** Members marked as present; null before there is a meeting. */
  present: { official: number; probationary: number } | null;
  /** Each group with its arithmetic in words (ratings/cap.ts). */
  caps: readonly { over: boolean; words: string }[];
  dates: CheckedDates;
}

export function findingsOf(facts: CheckFacts): Finding[] {
  return [
    ...facts.subjects.flatMap(reviewFinding),
    ...ballotFindings(facts),
    ...sumFindings(facts),
    ...facts.subjects.flatMap(commentFinding),
    ...facts.subjects.flatMap(levelFinding),
    ...headFindings(facts.subjects),
    ...facts.caps.filter(({ over }) => over).map(({ words }) => found('cap', `${words}.`, { at: 'ratings' })),
    ...dateFindings(
      facts.dates,
      facts.subjects.some(({ kind }) => kind === 'collective'),
    ),
  ];
}

function found(kind: FindingKind, text: string, place: FindingPlace): Finding {
  return { kind, text, place };
}

const REVIEW_WORDS = { none: 'chưa viết bản kiểm điểm', draft: 'chưa nộp', returned: 'đang bổ sung, chưa nộp lại' };

function reviewFinding({ subject, kind, name, review }: CheckedSubject): Finding[] {
  if (review === 'handed-in') return [];
  if (kind === 'collective') {
    const words = { none: 'chưa viết báo cáo kiểm điểm', draft: 'chưa gửi báo cáo', returned: 'đang sửa báo cáo' };
    return [found('review', `${name}: ${words[review]}.`, { at: 'collective' })];
  }
  return [found('review', `${name}: ${REVIEW_WORDS[review]}.`, { at: 'person', subject })];
}

/** Without a meeting one sentence says it for everybody. */
function ballotFindings({ subjects, present }: CheckFacts): Finding[] {
  if (present === null) return [found('ballot', 'Chưa có cuộc họp chi bộ nào của đợt này.', { at: 'meeting' })];
  return subjects
    .filter(({ count }) => count === null)
    .map(({ name, subject }) => found('ballot', `${name}: chưa ghi kết quả kiểm phiếu.`, { at: 'ballot', subject }));
}

/** Against the official members present: a probationary member has no vote (Điều lệ Đảng, Điều 3). */
function sumFindings({ subjects, present }: CheckFacts): Finding[] {
  const counted = subjects.filter(({ count }) => count !== null);
  if (!present || counted.length === 0) return [];
  if (present.official === 0) {
    return [found('sum', 'Đã ghi kết quả kiểm phiếu nhưng chưa điểm danh ai có mặt.', { at: 'attendance' })];
  }
  return counted.flatMap(({ name, subject, count }) =>
    Object.values(countProblems(count as Count, present)).map((problem) =>
      found('sum', `${name}: ${problem}`, { at: 'ballot', subject }),
    ),
  );
}

function commentFinding({ name, comments }: CheckedSubject): Finding[] {
  if (comments === 'open') return [found('residence', `${name}: chưa gửi lấy nhận xét.`, { at: 'residence' })];
  if (comments === 'requested') return [found('residence', `${name}: đã gửi, chưa nhận được.`, { at: 'residence' })];
  return [];
}

function levelFinding({ name, subject, level }: CheckedSubject): Finding[] {
  return level === '' ? [found('level', `${name}: chưa ghi mức chi bộ đề xuất.`, { at: 'rating', subject })] : [];
}

/** The head's level is not above the collective's (366-QĐ/TW, Điều 11). */
function headFindings(subjects: readonly CheckedSubject[]): Finding[] {
  const collective = subjects.find(({ kind }) => kind === 'collective');
  if (!collective) return [];
  return subjects
    .filter(({ head, levels, level }) => head && isAbove(levels, level, collective.level))
    .map(({ name, subject, levels, level }) => {
      const own = labelOf(levels, level);
      const text = `${name}: ${own}, cao hơn mức của tập thể (${labelOf(collective.levels, collective.level)}).`;
      return found('head', text, { at: 'rating', subject });
    });
}

function dateFindings(dates: CheckedDates, collective: boolean): Finding[] {
  const { year, dueOn, meetingOn, handedUpOn, decidedOn, reportOn } = dates;
  const day = formatDate;
  const findings: Finding[] = [];
  const tell = (text: string, at: 'plan' | 'board' | 'ratings' | 'report') =>
    findings.push(found('date', text, { at }));
  if (meetingOn && collective) findings.push(...draftFindings(dates, meetingOn));
  if (dueOn > `${year}-12-31`) {
    tell(`Đợt kết thúc ngày ${day(dueOn)}, sau ngày 31/12/${year}. Ngày này do văn phòng cấp ủy đặt.`, 'board');
  }
  if (meetingOn && handedUpOn && handedUpOn < meetingOn) {
    tell(`Bảng đề xuất chuyển lên ngày ${day(handedUpOn)}, trước ngày họp ${day(meetingOn)}.`, 'ratings');
  }
  if (decidedOn && handedUpOn && decidedOn < handedUpOn) {
    tell(`Quyết định ngày ${day(decidedOn)}, trước ngày chi bộ chuyển bảng ${day(handedUpOn)}.`, 'ratings');
  }
  if (reportOn && meetingOn && reportOn < meetingOn) {
    tell(`Báo cáo ghi ngày ${day(reportOn)}, trước ngày họp ${day(meetingOn)}.`, 'report');
  }
  return findings;
}

/** The participants have a draft so many working days ahead (forms.md §3); one sent in time is enough. */
function draftFindings({ draftsSentOn, draftDays, daysOff }: CheckedDates, meetingOn: string): Finding[] {
  if (draftsSentOn.length === 0) return [];
  const days = Math.max(...draftsSentOn.map((sent) => workingDaysBetween(sent, meetingOn, daysOff)));
  if (days >= draftDays) return [];
  const text = `Họp ngày ${formatDate(meetingOn)}, dự thảo kiểm điểm tập thể gửi trước ${days} ngày làm việc, quy định ít nhất ${draftDays}.`;
  return [found('date', text, { at: 'plan' })];
}
