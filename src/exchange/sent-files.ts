import { sha256Hex } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { Viewer } from '../http/context.ts';
import { type FileRow, fileBytes, findFile } from './queries.ts';
import { dropSentFiles, insertFile } from './statements.ts';

/** A file that was sent waits for its confirmation as it came, encrypted; a day later it is thrown away. */
const STALE_HOURS = 24;

type FileDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Keeps the bytes and returns their id; what the same person sent before is gone. */
export async function keepSent(
  deps: FileDeps,
  viewer: Pick<Viewer, 'accountId'>,
  sent: { kind: 'kit-sent' | 'roll-up-sent'; campaignId: string | null; name: string; bytes: Uint8Array },
): Promise<string> {
  const { db } = deps.store;
  const id = deps.newId();
  const now = deps.now();
  const before = new Date(now.getTime() - STALE_HOURS * 3_600_000).toISOString();
  const row = {
    id,
    kind: sent.kind,
    campaign_id: sent.campaignId,
    account_id: viewer.accountId,
    name: sent.name,
    sha256: sha256Hex(sent.bytes),
    bytes: sent.bytes.length,
    at: now.toISOString(),
  };
  await deps.store.atomic([
    ...dropSentFiles(db, sent.kind, viewer.accountId, before),
    ...insertFile(db, row, sent.bytes),
  ]);
  return id;
}

/** The bytes as they were sent. Only who sent them goes on with them: to anybody else they do not exist. */
export async function sentFile(
  { store: { db } }: FileDeps,
  viewer: Pick<Viewer, 'accountId'>,
  id: string,
  wanted: { kind: FileRow['kind']; campaignId: string | null },
): Promise<Uint8Array<ArrayBuffer>> {
  const row = await findFile(db, id);
  const own = row?.kind === wanted.kind && row.account_id === viewer.accountId && row.campaign_id === wanted.campaignId;
  if (!own) throw notFound('no such file of this person');
  return fileBytes(db, id);
}
