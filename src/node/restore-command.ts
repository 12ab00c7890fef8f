import { parseArgs } from 'node:util';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { formatDateTime, formatNumber } from '../views/formats.ts';
import { megabytes } from './backup-command.ts';
import type { BackupHeader } from './backup-file.ts';
import { checkBackup, restoreBackup } from './restore.ts';

/** `npm run restore -- FILE [--check]`. */
export async function restoreCommand(words: string[]): Promise<void> {
  const { backup, check } = readWords(words);
  const config = readConfig(process.env, 'data/real');
  if (check) {
    const { header, brings } = await checkBackup(config, backup);
    for (const line of contentWords(header)) console.log(line);
    if (brings.length > 0) console.log(`Lần khởi động sau sẽ nâng cấp dữ liệu: ${brings.join(', ')}.`);
    console.log(`Khôi phục được. Đây chỉ là kiểm tra: dữ liệu đang dùng chưa bị động đến.`);
    return;
  }
  const { header, database, aside } = await restoreBackup(config, backup);
  for (const line of contentWords(header)) console.log(line);
  console.log(`Đã khôi phục vào ${database}.`);
  if (aside) console.log(`Dữ liệu trước đó được cất ở ${aside}; khi chắc chắn không cần nữa thì tự xóa.`);
  for (const line of settingWords(header, config)) console.log(line);
  console.log('Bây giờ khởi động lại: npm start. Mọi người đăng nhập lại bằng mật khẩu cũ.');
}

function readWords(words: string[]): { backup: string; check: boolean } {
  try {
    const options = { check: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    const [backup, ...rest] = positionals;
    if (backup && rest.length === 0) return { backup, check: values.check };
  } catch {
    // Falls through to the usage.
  }
  throw new ConfigError(
    'Cách dùng: npm run restore -- TỆP.tsbackup            khôi phục (dữ liệu hiện có được cất sang bên)\n' +
      '           npm run restore -- TỆP.tsbackup --check    chỉ kiểm tra, không thay đổi gì',
  );
}

function contentWords(header: BackupHeader): string[] {
  const of = (table: string) => formatNumber(header.counts[table] ?? 0);
  return [
    `Bản sao lưu làm lúc ${formatDateTime(header.madeAt)}, Tự soi ${header.program}, ${megabytes(header.bytes)}` +
      `${header.rehearsal ? ', là BẢN TẬP HUẤN' : ''}.`,
    `  ${of('unit')} tổ chức đảng, ${of('member')} đảng viên, ${of('campaign')} đợt kiểm điểm, ${of('review')} bản kiểm điểm, ` +
      `${of('record')} bản đã nộp, ${of('paper')} bản in, ${of('audit')} dòng nhật ký.`,
    '  Mã hóa, dấu kiểm và số dòng của từng bảng đều khớp.',
  ];
}

/** What the old machine had set and this one has not. */
function settingWords(header: BackupHeader, config: Config): string[] {
  const here: Record<string, string | undefined> = {
    HOST: config.host,
    PORT: String(config.port),
    PUBLIC_ORIGIN: config.publicOrigin,
    TRUSTED_PROXY: config.trustedProxy,
    BACKUP_AT: config.backup.at,
    BACKUP_KEEP: String(config.backup.keep),
  };
  const other = Object.entries(header.settings).filter(([name, value]) => here[name] !== value);
  if (other.length === 0) return [];
  return ['Máy cũ đặt khác máy này; đặt lại những gì còn dùng:', ...other.map(([name, value]) => `  ${name}=${value}`)];
}
