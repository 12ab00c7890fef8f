import type { Actor } from '../http/context.ts';
import { loadAnyReview } from '../reviews/loaded.ts';
import { addListItem, saveFields } from '../reviews/saving.ts';
import { insertItem } from '../reviews/statements.ts';
import type { WrittenReview } from './rehearsal-data.ts';
import type { Filling } from './rehearsal-filling.ts';

/** Types what is written into a review that has begun, a person's or a collective's: entry by entry, then the fields. */
export async function typeReview(filling: Filling, actor: Actor, id: string, written: WrittenReview): Promise<void> {
  const itemIds = await typeItems(filling, actor, id, written);
  const fields = Object.entries(written.fields).map(([key, value]) => [withItemId(key, itemIds), value] as const);
  await typeFields(filling, actor, id, Object.fromEntries(fields));
}

/** Throws where the product refuses a text: the rehearsal holds nothing that could not have been written. */
export async function typeFields(
  { deps }: Filling,
  actor: Actor,
  id: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const typed = Object.entries(fields).map(([key, value]) => ({ key, value, version: 0 }));
  const outcomes = await saveFields(deps, actor, await loadAnyReview(deps, id), typed);
  const bad = outcomes.filter(({ kind }) => kind === 'invalid' || kind === 'conflict');
  if (bad.length > 0) throw new Error(`rehearsal text was refused: ${JSON.stringify(bad.slice(0, 3))}`);
}

/** Written id → id in the database: carried items are there already, the others are added. */
async function typeItems(
  { deps }: Filling,
  actor: Actor,
  id: string,
  written: WrittenReview,
): Promise<Map<string, string>> {
  const begun = await loadAnyReview(deps, id);
  const ids = new Map<string, string>();
  for (const [position, item] of written.items.entries()) {
    const carried = begun.frame.items.find((one) => one.list === item.list && one.sourceText === item.sourceText);
    if (carried && item.origin.startsWith('own_')) {
      ids.set(item.id, carried.id);
    } else if (item.origin === 'own_shortcoming' || item.origin === 'own_promise') {
      await deps.store.atomic([
        insertItem(deps.store.db, {
          id: item.id,
          review_id: id,
          list: item.list,
          position,
          origin: item.origin,
          source_text: item.sourceText,
          source_year: item.sourceYear,
          source_due: item.sourceDue,
          removed: 0,
          version: 1,
        }),
      ]);
      ids.set(item.id, item.id);
    } else if (item.origin !== 'suggested') {
      const wanted = { list: item.list, origin: item.origin };
      ids.set(item.id, await addListItem(deps, actor, await loadAnyReview(deps, id), wanted));
    }
  }
  return ids;
}

function withItemId(key: string, ids: ReadonlyMap<string, string>): string {
  return key.replace(/[0-9a-f-]{36}/, (id) => ids.get(id) ?? id);
}
