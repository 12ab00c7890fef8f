import { settingsOf } from '../campaigns/settings.ts';
import { dayInHanoi } from '../calendar.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { CollectiveSendModel } from '../views/models/collective.ts';
import { lineField, textField } from '../views/parts.ts';
import type { Finding } from './finding.ts';
import { needsReason, noticeOf, noticeWords } from './draft-notice.ts';
import type { LoadedCollective } from './loaded.ts';
import { collectiveAddress } from './places.ts';
import { answerGroups } from './view-answers.ts';
import { meetingDay, type ReportShown } from './view-collective.ts';
import { findingLink } from './view-home.ts';

export interface SendShown extends Pick<ReportShown, 'meeting' | 'sendings'> {
  review: LoadedCollective;
  findings: readonly Finding[];
  participants: number;
  leads: boolean;
}

/** What is still open on top, the working days before the meeting, and the one button that sends the draft. */
export function collectiveSendPage(
  shown: SendShown,
  returned: { typed: Record<string, string>; errors: FieldErrors } = { typed: {}, errors: {} },
): CollectiveSendModel {
  const { review, findings, sendings } = shown;
  const links = (kind: Finding['kind']) =>
    findings.filter((finding) => finding.kind === kind).map((finding) => findingLink(review.row.id, finding));
  const [missing, contradictions, warnings] = [links('missing'), links('contradiction'), links('warning')];
  const ready = missing.length === 0;
  return {
    summary: errorSummary(returned.errors),
    missing,
    contradictions,
    warnings,
    thoughts: links('thought'),
    groups: answerGroups(review, true),
    draftPaper: `/ban-kiem-diem/${review.row.id}/ban-nhap.pdf`,
    whichDraft: `dự thảo lần ${sendings.length + 1}`,
    participants: shown.participants,
    form: ready && shown.leads ? formShown(shown, contradictions.length + warnings.length > 0, returned) : null,
    waiting: ready
      ? shown.leads
        ? null
        : 'Đã ghi đủ. Bí thư hoặc phó bí thư bấm gửi dự thảo ở trang này.'
      : 'Ghi xong các mục bắt buộc ở trên, nút gửi sẽ hiện ở đây.',
  };
}

function formShown(
  shown: SendShown,
  asksReason: boolean,
  { typed, errors }: { typed: Record<string, string>; errors: FieldErrors },
): NonNullable<CollectiveSendModel['form']> {
  const { review, meeting, sendings } = shown;
  const { today } = review.frame;
  const rule = settingsOf(review.campaign);
  const known = meeting ? meeting.held_on : isoDay(typed.ngay_hop) || meetingDay(shown);
  const notice = known ? noticeOf(today, known, rule) : null;
  const sentOn = sendings.map((sending) => dayInHanoi(new Date(sending.sent_at)));
  const late = notice !== null && needsReason(notice, sentOn, rule);
  const earlierInTime = notice !== null && !late && sentOn.length > 0;
  const text = (name: string, label: string, hint: string) =>
    textField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null, rows: 3 });
  return {
    action: collectiveAddress(review.row, '/gui'),
    planned: meeting ? formatDate(meeting.held_on) : null,
    day: meeting
      ? null
      : lineField({
          name: 'ngay_hop',
          label: 'Ngày họp chi bộ',
          hint: 'Ngày/tháng/năm, ví dụ 05/12/2026. Người dự họp thấy ngày này.',
          value: typed.ngay_hop ?? formatDate(known ?? ''),
          error: errors.ngay_hop ?? null,
          width: 'short',
        }),
    rule: `Dự thảo phải đến người dự họp ít nhất ${rule.draftDays} ngày làm việc trước khi họp; ngày gửi, ngày họp, thứ bảy, chủ nhật và ngày lễ không tính.`,
    notice: notice && {
      text: earlierInTime ? `${noticeWords(notice, today)} Dự thảo trước đã gửi kịp.` : noticeWords(notice, today),
      late,
    },
    lateReason: late ? text('ly_do_muon', 'Lý do gửi muộn', 'Người dự họp đọc được lý do này.') : null,
    reason: asksReason
      ? text(
          'ly_do',
          'Tập thể đã xem lại và vẫn gửi, vì:',
          'Ghi ngắn gọn, ví dụ: “Cấp ủy chưa yêu cầu trả lời danh mục này.”',
        )
      : null,
  };
}

/** What was typed as a day, if it is one: a page that comes back reckons with it. */
function isoDay(typed: string | undefined): string | null {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)$/.exec(typed?.trim() ?? '') ?? [];
  if (!day || !month || !year) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return Number.isNaN(Date.parse(`${iso}T00:00:00Z`)) ? null : iso;
}
