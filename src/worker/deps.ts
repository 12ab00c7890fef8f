import { v7 as uuidv7 } from 'uuid';
import { storeShippedEditions } from '../catalogues/commands.ts';
import { ConfigError, readConfig } from '../config.ts';
import type { Deps } from '../deps.ts';
import { storeShippedForms } from '../forms/commands.ts';
import { createRentedRenderer } from '../pdf/browser-rendering.ts';
import { openD1 } from '../storage/d1.ts';
import type { Bindings } from './bindings.ts';
import { paperFonts } from './fonts.ts';
import { createConsoleLog } from './log.ts';
import { readMarks } from './queries.ts';
import { shippedInBundle, shippedName } from './shipped.ts';
import { markShipped } from './statements.ts';

/** What the entry hands to the app beside the request: all that the app may know of this runtime. */
export interface Caller {
  /** As Cloudflare saw it; a header of this name from outside never gets here. */
  address: string;
}

/** Builds everything around the bindings. One statement asks the database whether it knows this program's lists. */
export async function makeWorkerDeps(env: Bindings, overrides: Partial<Deps> = {}): Promise<Deps> {
  const config = workerConfig(env);
  const log = overrides.log ?? createConsoleLog(config.logLevel);
  const store = overrides.store ?? openD1(env.DB);
  const shipped = await shippedInBundle();
  const marks = await readMarks(store.db);
  const deps: Deps = {
    pdf: createRentedRenderer({ binding: env.BROWSER, fonts: () => paperFonts(env), log }),
    now: () => new Date(),
    newId: uuidv7,
    config,
    rehearsal: marks.rehearsal,
    addressOf: (caller) => (caller as Caller | undefined)?.address ?? 'local',
    shipped,
    upkeep: null,
    copiesElsewhere: COPIES_AT_CLOUDFLARE,
    mostPapersAtOnce: MOST_PAPERS_AT_ONCE,
    ...overrides,
    log,
    store,
  };
  const name = await shippedName(shipped);
  if (marks.shipped !== name) {
    await storeShippedEditions(deps);
    await storeShippedForms(deps);
    await store.atomic([markShipped(store.db, name)]);
  }
  return deps;
}

/** Putting a paper into an order's file takes three questions to the database, and one invocation may ask 1,000. */
const MOST_PAPERS_AT_ONCE = 250;

const COPIES_AT_CLOUDFLARE =
  'Máy chủ này không tự sao lưu. D1 của Cloudflare giữ mọi thời điểm của 30 ngày qua (Time Travel): người cài đặt đưa dữ liệu về ' +
  'một thời điểm bằng wrangler d1 time-travel restore. Mỗi tuần người cài đặt còn phải chép một bản ra ngoài bằng wrangler d1 export; ' +
  'tệp ấy không mã hóa, cất và bảo vệ như hồ sơ giấy. Các lệnh ở README, mục “Chạy trên Cloudflare Workers”.';

/** Nothing here listens on an address of its own, so only the deployment can say under which name people come. */
function workerConfig({ PUBLIC_ORIGIN, LOG_LEVEL }: Bindings): Deps['config'] {
  if (!PUBLIC_ORIGIN) {
    throw new ConfigError(
      'Chưa đặt PUBLIC_ORIGIN (địa chỉ mọi người gõ vào trình duyệt, ví dụ https://tu-soi.example.vn). ' +
        'Người cài đặt hãy thêm vào mục [vars] của wrangler.toml rồi chạy lại wrangler deploy.',
    );
  }
  return readConfig({ PUBLIC_ORIGIN, LOG_LEVEL }, 'D1');
}
