import type { FieldErrors } from '../errors.ts';
import { formatDate } from '../views/formats.ts';
import type { Quorum } from './rules.ts';

/** When a meeting may be: errors keep the plan from being stored, warnings are told beside it. */
export interface PlannedDay {
  heldOn: string;
  /** Its leaders say that they enter a meeting that was held already. */
  enteredAfter: boolean;
}

interface Circumstances {
  year: number;
  today: string;
  /** The day as stored; null before the first plan. */
  before: string | null;
  /** Somebody is marked present or absent, or ballots are counted. */
  recorded: boolean;
}

export function dayProblems({ heldOn, enteredAfter }: PlannedDay, given: Circumstances): FieldErrors {
  const { year, today, before, recorded } = given;
  const held = Number(heldOn.slice(0, 4));
  if (held !== year && held !== year + 1) {
    return { ngay: `Cuộc họp của đợt năm ${year} phải trong năm ${year} hoặc ${year + 1}. Đồng chí xem lại năm.` };
  }
  if (heldOn > today && recorded) {
    return { ngay: 'Cuộc họp đã có điểm danh hoặc kết quả kiểm phiếu nên ngày họp không thể ở tương lai.' };
  }
  if (heldOn < today && heldOn !== before && !enteredAfter) {
    return {
      ngay: `Ngày ${formatDate(heldOn)} đã qua. Nếu cuộc họp đã diễn ra và đồng chí nhập lại sau, xin đánh dấu ô dưới; nếu chưa họp, xin ghi ngày khác.`,
    };
  }
  if (heldOn > today && enteredAfter) {
    return { nhap_sau: `Ngày ${formatDate(heldOn)} chưa tới nên chưa thể nhập lại sau. Đồng chí bỏ dấu ở ô này.` };
  }
  return {};
}

/** Reviews are to be finished before 31-12; some bodies close on 15-01 (forms.md §6), so this warns and never blocks. */
export function isLate(meeting: { held_on: string }, campaign: { year: number }): boolean {
  return meeting.held_on > `${campaign.year}-12-31`;
}

export function planWarnings(meeting: { held_on: string }, campaign: { year: number }, quorum: Quorum): string[] {
  const warnings = [];
  if (isLate(meeting, campaign)) {
    warnings.push(
      `Ngày họp ${formatDate(meeting.held_on)} sau ngày 31/12/${campaign.year}. Kiểm điểm thường phải xong trước ngày ấy (nơi tổng kết muộn: trước ngày 15/01); đồng chí xem lại hướng dẫn của cấp trên.`,
    );
  }
  if (!quorum.reachable) warnings.push(quorumWords(quorum));
  return warnings;
}

/** The arithmetic in one sentence. */
export function quorumWords({ share, needed, summoned, present, met, reachable }: Quorum): string {
  const rule = `cần ít nhất ${share.parts}/${share.of}, tức ${needed} trong ${summoned} đảng viên chính thức phải dự`;
  if (met) return `Đủ số người dự để họp: ${rule}, có mặt ${present}.`;
  if (reachable) return `Để họp được, ${rule}; đã ghi có mặt ${present}.`;
  if (summoned === 0)
    return 'Chi bộ chưa có đảng viên chính thức nào phải dự, nên không đủ số người để họp và bỏ phiếu.';
  return `Không đủ số người dự để họp: ${rule}, chỉ có mặt ${present}.`;
}
