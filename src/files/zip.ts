import { Zip, ZipDeflate } from 'fflate';
import { inHanoi } from '../calendar.ts';
import type { Write } from './merged-pdf.ts';

export interface ZipFile {
  /** `name` may hold folders, parted by slashes. fflate marks names that are not plain letters as UTF-8. */
  add(name: string, bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Papers are compressed already but for their tags: the quickest level takes off what there is to take off. */
const LEVEL = 1;

/** A ZIP written file by file: never more than one of them is in memory. `at` is the time its files bear, in Hà Nội. */
export function beginZip(write: Write, at: Date): ZipFile {
  let pieces: Uint8Array[] = [];
  let fault: Error | undefined;
  const zip = new Zip((error, piece) => {
    if (error) fault = error;
    else pieces.push(piece);
  });
  const { year, month, day, hour, minute, second } = inHanoi(at);
  // The format knows no time zones: its writer takes the machine's.
  const mtime = new Date(year, month - 1, day, hour, minute, second);

  async function flush(): Promise<void> {
    if (fault) throw fault;
    const ready = pieces;
    pieces = [];
    for (const piece of ready) await write(piece);
  }

  return {
    async add(name, bytes) {
      const file = new ZipDeflate(name, { level: LEVEL });
      file.mtime = mtime;
      zip.add(file);
      file.push(bytes, true);
      await flush();
    },
    async end() {
      zip.end();
      await flush();
    },
  };
}
