import type { Upkeep } from '../deps.ts';
import { formatDateTime, formatNumber } from '../views/formats.ts';
import type { CopiesModel } from '../views/models/operation.ts';
import type { NewestRuns, RunRow } from './queries.ts';
import { worriesAbout } from './rules.ts';

export const STATUS_PAGE = '/quan-tri/he-thong';
export const BACKUP_NOW = `${STATUS_PAGE}/sao-luu`;
export const DRILL_NOW = `${STATUS_PAGE}/dien-tap`;

const RUNNING = {
  backup: 'Đang sao lưu. Đồng chí tải lại trang sau ít phút để xem kết quả.',
  drill: 'Đang diễn tập khôi phục. Đồng chí tải lại trang sau ít phút để xem kết quả.',
};

export function copiesPart(
  upkeep: Upkeep,
  runs: NewestRuns,
  { now, rehearsal }: { now: Date; rehearsal: boolean },
): CopiesModel {
  const hindrance = upkeep.hindrance();
  const running = upkeep.running();
  return {
    worries: worriesAbout({ runs, at: upkeep.at, hindrance, now, rehearsal }),
    running: running && RUNNING[running],
    facts: [
      { label: 'Bản sao lưu gần nhất', value: fileWords(runs.goodBackup) },
      { label: 'Sao lưu hằng ngày', value: upkeep.at ? `Lúc ${upkeep.at}, giờ Hà Nội` : 'Chưa đặt giờ (BACKUP_AT)' },
      { label: 'Thư mục sao lưu', value: upkeep.folder },
      { label: 'Diễn tập khôi phục gần nhất', value: drillWords(runs.goodDrill) },
      // Where copies are nobody's worry, the way to try them is still told.
      ...(rehearsal && hindrance ? [{ label: 'Mật khẩu sao lưu', value: hindrance }] : []),
    ],
    backup: hindrance === null && running === null ? BACKUP_NOW : null,
    drill: runs.goodBackup ? DRILL_NOW : null,
  };
}

function fileWords(run: RunRow | undefined): string {
  if (!run) return 'Chưa có';
  const megabytes = formatNumber(Math.max(1, Math.round(run.bytes / 100_000)) / 10);
  return `${formatDateTime(run.at)}: ${run.file_name}, ${megabytes} MB. ${run.detail}`;
}

function drillWords(run: RunRow | undefined): string {
  return run ? `${formatDateTime(run.at)}. ${run.detail}` : 'Chưa có';
}
