import { open } from 'node:fs/promises';
import { logPage, namesOf, sealNumbered } from '../audit/queries.ts';
import { csvLine, type LogFault } from '../audit/rules.ts';
import { verifyLog } from '../audit/sealing.ts';
import { dayInHanoi } from '../calendar.ts';
import { ConfigError, readConfig } from '../config.ts';
import type { Store } from '../deps.ts';
import { maskNumbers } from '../http/masking.ts';
import { formatDate, formatNumber, formatTime } from '../views/formats.ts';
import { openExisting } from './existing.ts';

const USAGE =
  'Cách dùng: npm run log -- verify [SỐ:MÃ]   kiểm tra sổ nhật ký, so với niêm phong đã ghi lại trước đây nếu có\n' +
  '           npm run log -- export TỆP.csv   xuất sổ nhật ký ra bảng';

/** `npm run log -- verify | export`: for an auditor at the server. Reads, and changes nothing. */
export async function logCommand(words: string[]): Promise<void> {
  const [act, word, ...rest] = words;
  if (rest.length > 0 || (act !== 'verify' && (act !== 'export' || !word))) throw new ConfigError(USAGE);
  const store = await openExisting(readConfig(process.env, 'data/real'));
  try {
    if (act === 'verify') await verify(store, word);
    else await exportTo(store, word ?? '');
  } finally {
    await store.close();
  }
}

export async function verify(store: Store, noted: string | undefined): Promise<void> {
  const verdict = await verifyLog({ store, now: () => new Date() });
  console.log(`Đã kiểm tra ${formatNumber(verdict.sealed)} dòng có niêm phong.`);
  if (verdict.unsealed > 0) console.log(`${formatNumber(verdict.unsealed)} dòng mới chưa niêm phong.`);
  if (verdict.head) console.log(`Niêm phong cuối: ${verdict.head.seq}:${verdict.head.hash}`);
  const faults = verdict.faults.map(words);
  if (noted && !(await stands(store, noted)))
    faults.push(`Niêm phong ${noted} đã ghi lại trước đây không còn trong sổ: sổ bị cắt bớt hoặc làm lại.`);
  if (faults.length === 0) return void console.log('Sổ nhật ký nguyên vẹn.');
  for (const fault of faults) console.error(fault);
  throw new ConfigError('Sổ nhật ký không còn nguyên vẹn. Hãy giữ nguyên cơ sở dữ liệu và báo người phụ trách.');
}

function words(fault: LogFault): string {
  switch (fault.kind) {
    case 'changed':
      return `Dòng ${fault.seq} bị sửa hoặc đổi chỗ (${fault.auditId}).`;
    case 'missing':
      return `Dòng ${fault.seq} không còn (${fault.auditId}).`;
    case 'gap':
      return `Mất niêm phong từ ${fault.from} đến ${fault.to}.`;
  }
}

/** Only a seal noted elsewhere shows that the end of the log was cut off together with its seals. */
async function stands(store: Store, noted: string): Promise<boolean> {
  const [seq = '', hash = ''] = noted.split(':');
  if (!/^\d{1,15}$/.test(seq) || !/^[0-9a-f]{64}$/.test(hash)) throw new ConfigError(USAGE);
  return (await sealNumbered(store.db, Number(seq)))?.hash === hash;
}

const PAGE = 500;
const HEADINGS = [
  'Ngày',
  'Giờ',
  'Tên đăng nhập',
  'Họ tên',
  'Việc',
  'Đối tượng',
  'Mã',
  'Tổ chức',
  'Địa chỉ',
  'Chi tiết',
];
/** Excel takes a file without this mark for its own old letters. */
const MARK = '\uFEFF';

async function exportTo(store: Store, path: string): Promise<void> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    const taken = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new ConfigError(taken ? `Đã có tệp ${path}; hãy đặt tên khác.` : `Không ghi được ${path}: ${String(error)}`);
  });
  let lines = 0;
  try {
    await file.write(`${MARK}${csvLine(HEADINGS)}\r\n`);
    let after = '';
    for (;;) {
      const page = await logPage(store.db, after, PAGE);
      const last = page.at(-1);
      if (!last) break;
      const people = await namesOf(store.db, [...new Set(page.flatMap((line) => line.account_id ?? []))]);
      const rows = page.map((line) => {
        const person = people.get(line.account_id ?? '');
        const who = [person?.userName ?? '', person?.name ?? ''];
        const what = [line.action, line.subject_kind, line.subject_id ?? '', line.unit_id ?? ''];
        const when = [formatDate(dayInHanoi(new Date(line.at))), formatTime(line.at)];
        return csvLine([...when, ...who, ...what, line.address, line.detail].map(maskNumbers));
      });
      await file.write(`${rows.join('\r\n')}\r\n`);
      lines += page.length;
      after = last.id;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  console.log(`Đã xuất ${formatNumber(lines)} dòng ra ${path}.`);
}
