import { beginSha256 } from '../canonical.ts';
import type { Write } from '../files/merged-pdf.ts';
import type { BatchDeps } from './place.ts';
import { batchPart } from './queries.ts';
import { insertFilePart, PART_BYTES, type Taken } from './statements.ts';

/** A file on its way into the database, part by part: never more than one part of it is in memory. */
export interface FileSink {
  write: Write;
  end(): Promise<{ id: string; bytes: number; parts: number; sha256: string }>;
}

/** Each part holds the order anew until `lease()`. Throws LostGuard once the order is somebody else's, or cancelled. */
export function fileSink(deps: Pick<BatchDeps, 'store' | 'newId'>, job: Taken, lease: () => string): FileSink {
  const id = deps.newId();
  const hash = beginSha256();
  const waiting = new Uint8Array(PART_BYTES);
  let filled = 0;
  let bytes = 0;
  let parts = 0;

  async function store(): Promise<void> {
    const piece = { ownerId: id, part: parts, bytes: waiting.subarray(0, filled) };
    await deps.store.atomic(insertFilePart(deps.store.db, job, piece, lease()));
    parts += 1;
    filled = 0;
  }

  return {
    async write(piece) {
      hash.add(piece);
      bytes += piece.length;
      for (let at = 0; at < piece.length;) {
        const taken = Math.min(PART_BYTES - filled, piece.length - at);
        waiting.set(piece.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
        if (filled === PART_BYTES) await store();
      }
    },
    async end() {
      if (filled > 0) await store();
      return { id, bytes, parts, sha256: hash.hex() };
    },
  };
}

/** A finished file, part by part as its reader takes it. */
export function fileStream(
  deps: Pick<BatchDeps, 'store'>,
  file: { id: string; parts: number },
): ReadableStream<Uint8Array> {
  let part = 0;
  return new ReadableStream({
    async pull(controller) {
      if (part >= file.parts) return controller.close();
      const bytes = await batchPart(deps.store.db, file.id, part);
      if (!bytes) return controller.error(new Error(`file ${file.id} has lost part ${part}`));
      part += 1;
      controller.enqueue(bytes);
    },
  });
}
