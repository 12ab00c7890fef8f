import type { HistoryEntry } from '../views/models/reading.ts';
import type { ReviewStep } from './queries.ts';

/** What happened to a review since it was first handed in, remark and answer together, for its author and its judges. */
export function historyOf(steps: readonly ReviewStep[]): HistoryEntry[] {
  return steps.map((step, index) => ({
    what: stepWords(step, index),
    who: step.display_name,
    at: step.at,
    remark: step.remark === '' ? null : { label: remarkLabel(step), text: step.remark },
    answer: step.answer || null,
  }));
}

/** Accepted or closed already when it went back to its author. */
export function isReopening(step: Pick<ReviewStep, 'from_state' | 'to_state'>): boolean {
  return step.to_state === 'returned' && step.from_state !== 'submitted';
}

function stepWords(step: ReviewStep, index: number): string {
  switch (step.to_state) {
    case 'submitted':
      return index === 0 ? 'Nộp' : 'Nộp lại';
    case 'returned':
      return isReopening(step) ? 'Mở lại' : 'Đề nghị bổ sung';
    case 'accepted':
      return 'Tiếp nhận';
    case 'closed':
      return 'Kết thúc đợt';
    case 'draft':
      return 'Bắt đầu';
  }
}

function remarkLabel(step: ReviewStep): string {
  if (step.to_state === 'submitted') return 'Lý do vẫn nộp khi còn chỗ chưa ghi';
  return step.to_state === 'returned' && !isReopening(step) ? 'Điều cần bổ sung' : 'Lý do';
}
