import { dayBefore, workingDaysBetween } from '../calendar.ts';
import type { CampaignSettings } from '../campaigns/settings.ts';
import { formatDate } from '../views/formats.ts';

/**
 * How long before the meeting the participants have the collective's draft: at least three working days (forms.md §3;
 * 43-HD/BTCTW). The rule does not say how they are counted. Here the day of sending is not (Bộ luật Dân sự 2015,
 * Điều 147), nor that of the meeting: the stricter reading, which warns and never blocks; a committee that counts
 * otherwise sets another number of days for its campaign.
 */
export interface DraftNotice {
  sentOn: string;
  meetingOn: string;
  workingDays: number;
  required: number;
}

type Rule = Pick<CampaignSettings, 'draftDays' | 'daysOff'>;

export function noticeOf(sentOn: string, meetingOn: string, rule: Rule): DraftNotice {
  const workingDays = workingDaysBetween(sentOn, meetingOn, rule.daysOff);
  return { sentOn, meetingOn, workingDays, required: rule.draftDays };
}

export function isInTime({ workingDays, required }: DraftNotice): boolean {
  return workingDays >= required;
}

/** A later draft takes up what the participants said: once one was sent in time, the next ones may come at any time. */
export function needsReason(now: DraftNotice, earlierSentOn: readonly string[], rule: Rule): boolean {
  return !isInTime(now) && !earlierSentOn.some((day) => isInTime(noticeOf(day, now.meetingOn, rule)));
}

/** "Họp ngày 05/12/2026, gửi hôm nay 03/12/2026: còn 1 ngày làm việc, quy định ít nhất 3." */
export function noticeWords(notice: DraftNotice, today: string): string {
  const { sentOn, meetingOn, workingDays, required } = notice;
  const meeting = `Họp ngày ${formatDate(meetingOn)}`;
  const rule = required > 0 ? `, quy định ít nhất ${required}` : '';
  if (sentOn === today)
    return `${meeting}, gửi hôm nay ${formatDate(sentOn)}: còn ${workingDays} ngày làm việc${rule}.`;
  return `${meeting}, gửi ngày ${formatDate(sentOn)}: trước ${workingDays} ngày làm việc${rule}.`;
}

/** The last day on which a draft is sent in time for a meeting. */
export function lastDayInTime(meetingOn: string, rule: Rule): string {
  let day = dayBefore(meetingOn);
  while (!isInTime(noticeOf(day, meetingOn, rule))) day = dayBefore(day);
  return day;
}
