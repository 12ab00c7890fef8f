import { beginMergedPdf, UnreadablePdf } from '../files/merged-pdf.ts';
import { beginZip } from '../files/zip.ts';
import { findPaper, paperBytes } from '../records/queries.ts';
import type { Missing } from './commands.ts';
import { kindOf } from './kinds.ts';
import { LISTING, listingText, MANIFEST, manifestOf } from './manifest.ts';
import { fileSink } from './parts.ts';
import type { BatchDeps } from './place.ts';
import { batchPart, isReadable, type ItemRow, itemsOf, type JobRow } from './queries.ts';
import { keptUntil } from './rules.ts';
import { failJob, failWhileHeld, finishJob, releaseJob, type Taken } from './statements.ts';

/** The merged file as the manifest names it; it is fetched beside the ZIP. */
export const MERGED_NAME = 'ho-so-gop.pdf';

/**
 * Puts the papers of an order together: the merged PDF and the ZIP, each paper read once, both written in parts. What is
 * not finished is never seen: the order is done, or failed with a plain word, or somebody else's.
 */
export async function assemble(
  deps: BatchDeps,
  job: JobRow,
  taken: Taken,
  about: { title: string; lease: () => string; signal: AbortSignal | undefined },
): Promise<void> {
  const { db } = deps.store;
  const items = await itemsOf(db, job.id);
  const printed: { item: ItemRow; pages: number }[] = [];
  const failed = items.filter(({ state }) => state === 'failed');
  const pdf = fileSink(deps, taken, about.lease);
  const zip = fileSink(deps, taken, about.lease);
  const merged = await beginMergedPdf(pdf.write, { title: about.title });
  const at = deps.now();
  const files = beginZip(zip.write, at);
  for (const item of items.filter(({ state }) => state === 'done')) {
    if (about.signal?.aborted) return deps.store.atomic([releaseJob(db, taken, deps.now().toISOString())]);
    const bytes = await itemBytes(deps, item);
    const chapter = kindOf(item.kind).label;
    const pages =
      bytes && (await orUnreadable(merged.add({ bytes, chapter, title: item.label, pageLabel: `${item.position}.` })));
    if (pages === null) {
      const problem = bytes ? 'unreadable' : 'returned';
      await deps.store.atomic(failWhileHeld(db, taken, item.id, problem));
      failed.push({ ...item, problem });
      continue;
    }
    await files.add(item.file_name, bytes as Uint8Array);
    printed.push({ item, pages });
  }
  const ended = { at: deps.now().toISOString(), keptUntil: keptUntil(deps.now()) };
  if (printed.length === 0) return deps.store.atomic(failJob(db, job.id, 'nothing', ended));
  const pages = await merged.end();
  const whole = await pdf.end();
  const manifest = manifestOf({
    title: about.title,
    at: at.toISOString(),
    printed,
    failed,
    missing: JSON.parse(job.missing) as Missing[],
    merged: { name: MERGED_NAME, pages, bytes: whole.bytes, sha256: whole.sha256 },
  });
  await files.add(LISTING, new TextEncoder().encode(listingText(manifest)));
  await files.add(MANIFEST, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
  await files.end();
  const packed = await zip.end();
  const made = { job_id: job.id, made_at: ended.at };
  await deps.store.atomic(
    finishJob(
      db,
      taken,
      [
        { ...made, ...whole, kind: 'pdf', pages },
        { ...made, ...packed, kind: 'zip', pages: null },
      ],
      ended,
    ),
  );
}

/** null: the review went back to its author meanwhile, and its paper is no longer for others. */
async function itemBytes({ store: { db } }: BatchDeps, item: ItemRow): Promise<Uint8Array | null> {
  const { paper: variant } = kindOf(item.kind);
  if (item.record_id !== null && typeof variant === 'string') {
    const paper = (await isReadable(db, item.record_id)) ? await findPaper(db, item.record_id, variant) : undefined;
    return paper?.state === 'ready' ? paperBytes(db, paper.id) : null;
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let part = 0; ; part += 1) {
    const piece = await batchPart(db, item.id, part);
    if (!piece) break;
    pieces.push(piece);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function orUnreadable(added: Promise<number>): Promise<number | null> {
  try {
    return await added;
  } catch (error) {
    if (error instanceof UnreadablePdf) return null;
    throw error;
  }
}
