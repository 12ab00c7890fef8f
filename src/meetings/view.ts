import { branchNav } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import type { FieldErrors } from '../errors.ts';
import { formatDate } from '../views/formats.ts';
import type { BranchNav } from '../views/models/branches.ts';
import type { Link } from '../views/models/layout.ts';
import { type MeetingPlace, ratingsPath } from './place.ts';
import type { MeetingRow } from './queries.ts';

/** What all pages of a meeting have in common. */

/** A form that comes back: what was typed, and a sentence for each field that is wrong. */
export interface Returned {
  typed: Record<string, string>;
  errors: FieldErrors;
}

export function navFor(season: BranchSeason, place: MeetingPlace): BranchNav {
  return branchNav(season.unit, 'meeting', place.dot ?? undefined);
}

export function meetingTitle({ campaign }: BranchSeason): string {
  return `Họp chi bộ kiểm điểm năm ${campaign.year}`;
}

export function ratingsLink(place: MeetingPlace): Link {
  return { text: 'Sang trang Xếp loại: mức đề xuất của chi bộ', href: ratingsPath(place) };
}

/** "08:30" → "08 giờ 30". */
export function hourWords(time: string): string {
  const [hours = '', minutes = ''] = time.split(':');
  return `${hours} giờ ${minutes}`;
}

export function planFacts(meeting: MeetingRow): { label: string; value: string }[] {
  return [
    { label: 'Thời gian', value: `${hourWords(meeting.starts_at)}, ngày ${formatDate(meeting.held_on)}` },
    { label: 'Địa điểm', value: meeting.place },
    { label: 'Chủ trì', value: meeting.chair },
    { label: 'Thư ký', value: meeting.clerk || 'Chưa ghi' },
    ...(meeting.content ? [{ label: 'Nội dung', value: meeting.content }] : []),
    ...(meeting.entered_after === 1 ? [{ label: 'Ghi chú', value: 'Nhập lại sau khi họp' }] : []),
  ];
}
