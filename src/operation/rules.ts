import { inHanoi } from '../calendar.ts';
import type { NewestRuns } from './queries.ts';

/** When a copy is made, and what an administrator must be told. Pure; times as given. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A daily copy that is older than this has been missed. */
const STALE_DAYS = 2;
const DRILL_DAYS = 90;
/** A copy that failed is tried again, but not at every look. */
const RETRY_HOURS = 1;

interface Daily {
  /** HH:MM in Hà Nội. */
  at: string;
  now: Date;
  lastGood: Date | null;
  lastTried: Date | null;
}

/** The set time has come since the last good copy, be it that the machine was off then. */
export function backupIsDue({ at, now, lastGood, lastTried }: Daily): boolean {
  if (lastTried && now.getTime() - lastTried.getTime() < RETRY_HOURS * HOUR) {
    // A good one made by hand shortly before the set time does not stand for it.
    const isGood = lastGood !== null && lastGood.getTime() >= lastTried.getTime();
    if (!isGood) return false;
  }
  const moment = lastMoment(at, now);
  // A server that never made a copy begins with one, rather than at the end of its first day.
  return lastGood === null || lastGood.getTime() < moment;
}

/** The latest past instant at which the clock in Hà Nội showed `at`. */
function lastMoment(at: string, now: Date): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const { hour, minute, second } = inHanoi(now);
  const since = ((hour - hours) * 60 + minute - minutes) * 60_000 + second * 1000 + now.getMilliseconds();
  return now.getTime() - (since >= 0 ? since : since + DAY);
}

export interface Worry {
  what: string;
  todo: string;
}

interface Keeping {
  runs: NewestRuns;
  at: string | null;
  hindrance: string | null;
  now: Date;
  /** Invented data need no copies. */
  rehearsal: boolean;
}

/** What is wrong with the copies, the gravest first; empty when all is well. */
export function worriesAbout({ runs, at, hindrance, now, rehearsal }: Keeping): Worry[] {
  if (rehearsal) return [];
  const { backup, goodBackup, drill, goodDrill } = runs;
  const daysSince = (time: string) => (now.getTime() - Date.parse(time)) / DAY;
  const worries: Worry[] = [];
  // Until this is mended there is no button to press, and every other word would be about its consequences.
  if (hindrance) return [{ what: 'Chưa sao lưu được.', todo: hindrance }];
  if (backup && backup.ok === 0) worries.push({ what: 'Lần sao lưu gần nhất không thành.', todo: backup.detail });
  if (!goodBackup) {
    worries.push({
      what: 'Chưa có bản sao lưu nào.',
      todo: 'Hỏng ổ đĩa lúc này là mất hết hồ sơ. Hãy bấm “Sao lưu ngay”, và đặt giờ sao lưu hằng ngày (BACKUP_AT).',
    });
  } else if (at === null) {
    if (daysSince(goodBackup.at) > STALE_DAYS)
      worries.push({
        what: `Bản sao lưu gần nhất đã ${Math.floor(daysSince(goodBackup.at))} ngày.`,
        todo: 'Hãy bấm “Sao lưu ngay”, và đặt giờ sao lưu hằng ngày (BACKUP_AT).',
      });
  } else if (daysSince(goodBackup.at) > STALE_DAYS) {
    worries.push({
      what: `Bản sao lưu gần nhất đã ${Math.floor(daysSince(goodBackup.at))} ngày, dù đã đặt sao lưu hằng ngày lúc ${at}.`,
      todo: 'Hãy bấm “Sao lưu ngay”. Nếu không thành, xem dòng báo lỗi ở đây, kiểm tra thư mục sao lưu và chỗ trống trên ổ đĩa.',
    });
  }
  if (drill && drill.ok === 0) worries.push({ what: 'Lần diễn tập khôi phục gần nhất không đạt.', todo: drill.detail });
  if (goodBackup && (!goodDrill || daysSince(goodDrill.at) > DRILL_DAYS)) {
    worries.push({
      what: goodDrill
        ? `Đã ${Math.floor(daysSince(goodDrill.at))} ngày chưa diễn tập khôi phục.`
        : 'Chưa diễn tập khôi phục lần nào.',
      todo: 'Chỉ bản sao lưu đã mở thử mới tin được. Hãy bấm “Diễn tập khôi phục”; dữ liệu đang dùng không bị động đến.',
    });
  }
  return worries;
}
