import { canonicalJson, sha256Hex } from '../canonical.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { storedForm } from './queries.ts';
import { insertForm } from './statements.ts';
import { FormVersion } from './version.ts';

/** Stores the form versions this program ships; one that is stored already must be the same to the letter. */
export async function storeShippedForms(deps: Pick<Deps, 'store' | 'now' | 'shipped'>): Promise<void> {
  for (const text of deps.shipped.forms) {
    const form = FormVersion.parse(JSON.parse(text));
    const body = canonicalJson(form);
    const row = {
      id: form.id,
      standing: form.standing,
      body,
      sha256: sha256Hex(body),
      stored_at: deps.now().toISOString(),
    };
    const stored = await storedForm(deps.store.db, form.id);
    if (stored) assertUnchanged(form.id, stored.sha256, row.sha256);
    else await deps.store.atomic([insertForm(deps.store.db, row)]).catch(ignoreLostGuard);
  }
}

/** Two processes may start at once; the next start compares what the other one stored. */
function ignoreLostGuard(error: unknown): void {
  if (!(error instanceof LostGuard)) throw error;
}

function assertUnchanged(id: string, stored: string, shipped: string): void {
  if (stored === shipped) return;
  throw new Error(
    `Biểu mẫu ${id} trong chương trình khác với bản đã lưu trong cơ sở dữ liệu. ` +
      'Một phiên bản đã dùng không được sửa: hãy đặt nội dung mới thành phiên bản mới (id khác).',
  );
}
