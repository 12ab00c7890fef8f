import { ConfigError, readConfig } from '../config.ts';
import { CopyDiffers } from '../storage/copying.ts';
import { formatNumber } from '../views/formats.ts';
import type { Home } from './existing.ts';
import { createLog } from './log.ts';
import { type Moved, moveInstallation } from './move.ts';

const USAGE =
  'Cách dùng: npm run move -- postgres://…    chuyển dữ liệu đang dùng sang một máy chủ PostgreSQL\n' +
  '           npm run move -- THƯ_MỤC         chuyển dữ liệu đang dùng về một tệp SQLite trong thư mục ấy';

/** `npm run move -- postgres://… | FOLDER`: from where DATA_DIR and DATABASE_URL point to there. */
export async function moveCommand(words: string[]): Promise<void> {
  const [place, ...rest] = words;
  if (!place || place.startsWith('-') || rest.length > 0) throw new ConfigError(USAGE);
  const config = readConfig(process.env, 'data/real');
  try {
    const moved = await moveInstallation(config, destination(place), createLog(config.logLevel));
    for (const line of movedWords(moved)) console.log(line);
  } catch (error) {
    if (!(error instanceof CopyDiffers)) throw error;
    throw new ConfigError(
      `Bản chép không khớp với bản gốc (${error.tables.join(', ')}) nên đã bỏ; dữ liệu cũ vẫn nguyên. Hãy chạy lại.`,
      { cause: error },
    );
  }
}

function destination(place: string): Home {
  if (!place.includes('://')) return { dataDir: place, databaseUrl: undefined };
  const { databaseUrl } = readConfig({ DATABASE_URL: place }, '.');
  return { dataDir: '.', databaseUrl };
}

function movedWords({ from, to, tables }: Moved): string[] {
  const width = Math.max(...tables.map(({ table }) => table.length));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    ...tables
      .filter((table) => table.rows > 0)
      .map(
        (table) =>
          `  ${table.table.padEnd(width)} ${formatNumber(table.rows).padStart(9)}  ${table.sha256.slice(0, 16)}`,
      ),
    `Đã chuyển ${formatNumber(rows)} dòng của ${formatNumber(tables.length)} bảng; đã đọc lại, số dòng và mã băm đều khớp.`,
    `  từ  ${from}`,
    `  đến ${to}`,
    to.startsWith('postgres://')
      ? 'Từ nay chạy máy chủ với DATABASE_URL trỏ tới đó. Bản cũ còn nguyên: hãy cất đi, đừng chạy song song.'
      : 'Từ nay chạy máy chủ với DATA_DIR là thư mục ấy, không có DATABASE_URL. Bản cũ còn nguyên: đừng chạy song song.',
  ];
}
