import type { Insertable } from 'kysely';
import type { CatalogueEditionTable } from '../../db/schema.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { CatalogueEdition } from './edition.ts';
import { storedEdition } from './queries.ts';
import { insertEdition } from './statements.ts';

/**
 * Stores the editions this program ships. One that is stored already must be the same to the letter:
 * a campaign may have pinned it, so a change needs a new edition with its own id.
 */
export async function storeShippedEditions(deps: Pick<Deps, 'store' | 'now' | 'shipped'>): Promise<void> {
  for (const text of deps.shipped.catalogues) {
    const edition = CatalogueEdition.parse(JSON.parse(text));
    const body = canonicalJson(edition);
    const sha256 = sha256Hex(body);
    const stored = await storedEdition(deps.store.db, edition.id);
    if (stored) assertUnchanged(edition.id, stored.sha256, sha256);
    else await store(deps, { id: edition.id, list: edition.list, edition: edition.edition, body, sha256 });
  }
}

/** Two processes may start at once; the next start compares what the other one stored. */
async function store(
  deps: Pick<Deps, 'store' | 'now'>,
  row: Omit<Insertable<CatalogueEditionTable>, 'stored_at'>,
): Promise<void> {
  const insert = insertEdition(deps.store.db, { ...row, stored_at: deps.now().toISOString() });
  await deps.store.atomic([insert]).catch((error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
  });
}

function assertUnchanged(id: string, stored: string, shipped: string): void {
  if (stored === shipped) return;
  throw new Error(
    `Danh mục ${id} trong chương trình khác với bản đã lưu trong cơ sở dữ liệu. ` +
      'Một phiên bản đã dùng không được sửa: hãy đặt nội dung mới thành phiên bản mới (id khác).',
  );
}
