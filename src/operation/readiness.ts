import { lastSeal } from '../audit/queries.ts';
import type { Deps, MachineFacts } from '../deps.ts';

/** With less than this a day of saving and printing may end in the middle. */
export const LEAST_FREE_BYTES = 200 * 1024 * 1024;

export interface Part {
  part: string;
  ready: boolean;
  /** For anybody who asks: no path, no size, no name. */
  words: string;
}

/** Whether the server can do its work at this moment, part by part; never throws. */
export async function readiness(deps: Pick<Deps, 'store' | 'pdf' | 'machine' | 'log'>): Promise<Part[]> {
  const [database, facts, printing] = await Promise.all([canRead(deps), deps.machine?.facts(), deps.pdf.health()]);
  return [
    { part: 'cơ sở dữ liệu', ready: database, words: database ? 'đọc được' : 'KHÔNG đọc được' },
    ...(facts ? [diskPart(facts)] : []),
    { part: 'in PDF', ready: printing.ready, words: printing.ready ? 'sẵn sàng' : 'KHÔNG in được' },
  ];
}

function diskPart({ writable, disk }: MachineFacts): Part {
  const part = 'ghi dữ liệu';
  if (!writable) return { part, ready: false, words: 'KHÔNG có quyền ghi' };
  if (disk && disk.freeBytes < LEAST_FREE_BYTES) return { part, ready: false, words: 'ổ đĩa SẮP ĐẦY' };
  return { part, ready: true, words: 'ghi được' };
}

async function canRead({ store, log }: Pick<Deps, 'store' | 'log'>): Promise<boolean> {
  try {
    await lastSeal(store.db);
    return true;
  } catch (cause) {
    log.error({ cause }, 'the database does not answer');
    return false;
  }
}
