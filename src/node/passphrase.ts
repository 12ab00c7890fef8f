import { readFileSync } from 'node:fs';
import type { BackupConfig } from '../config.ts';
import { ConfigError } from '../config.ts';

/** Shorter ones are found by trying. */
const FEWEST_LETTERS = 12;

export const HOW_TO_SET_PASSPHRASE =
  'Hãy ghi một câu dài từ 12 ký tự trở lên vào một tệp riêng, đặt BACKUP_PASSPHRASE_FILE là đường dẫn của tệp đó, rồi khởi động lại. ' +
  'Chép câu ấy ra giấy, cất nơi an toàn: mất nó thì không mở được bản sao lưu nào.';

/** Throws `ConfigError` where there is none, or a weak one. The same words typed on another machine give the same letters. */
export function readPassphrase(config: BackupConfig): string {
  const words = wordsOf(config);
  if (words === undefined) throw new ConfigError(`Chưa có mật khẩu sao lưu. ${HOW_TO_SET_PASSPHRASE}`);
  const passphrase = words.replace(/\r?\n$/, '').normalize('NFC');
  const letters = Array.from(passphrase).length;
  if (letters < FEWEST_LETTERS || passphrase.trim() === '') {
    throw new ConfigError(
      `Mật khẩu sao lưu quá ngắn: mới có ${letters} ký tự, cần ít nhất ${FEWEST_LETTERS}. ` +
        'Nên dùng một câu dễ nhớ, ví dụ năm sáu từ không liên quan đến nhau.',
    );
  }
  return passphrase;
}

function wordsOf({ passphrase, passphraseFile }: BackupConfig): string | undefined {
  if (passphraseFile === undefined) return passphrase;
  try {
    return readFileSync(passphraseFile, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new ConfigError(
      `Không đọc được tệp ghi ở BACKUP_PASSPHRASE_FILE (${code}). Hãy kiểm tra đường dẫn và quyền.`,
    );
  }
}
