import type { Measure, PdfHealth, PdfNumbers } from '../deps.ts';
import { formatNumber } from '../views/formats.ts';
import type { CopiesModel, StatusModel } from '../views/models/operation.ts';

export function statusPage(
  { health, numbers }: { health: PdfHealth; numbers: PdfNumbers },
  copies: CopiesModel | null,
  copiesElsewhere: string | null,
): Omit<StatusModel, 'diagnosis'> {
  return {
    copies,
    copiesElsewhere,
    printing: {
      ready: health.ready,
      detail: health.detail,
      numbers: [
        { label: 'Đang in', value: papers(numbers.active) },
        { label: 'Đang chờ đến lượt', value: papers(numbers.queued) },
        { label: 'Thời gian chờ', value: measured(numbers.waitedMs, seconds) },
        { label: 'Thời gian in một bản', value: measured(numbers.tookMs, seconds) },
        { label: 'Cỡ một bản', value: measured(numbers.bytes, kilobytes) },
        { label: 'Số lần thay trình duyệt', value: formatNumber(numbers.restarts) },
      ],
    },
  };
}

function papers(count: number): string {
  return `${formatNumber(count)} bản`;
}

function measured({ count, usual, worst }: Measure, words: (value: number) => string): string {
  return count === 0 ? 'Chưa in bản nào' : `thường ${words(usual)}, nhiều nhất ${words(worst)}`;
}

function seconds(ms: number): string {
  return `${formatNumber(Math.round(ms / 10) / 100)} giây`;
}

function kilobytes(bytes: number): string {
  return `${formatNumber(Math.round(bytes / 1024))} KB`;
}
