import type { CatalogueEdition } from '../catalogues/edition.ts';
import { newestEditions } from '../catalogues/queries.ts';
import type { Deps } from '../deps.ts';
import { formOrThrow } from '../forms/queries.ts';
import type { FormVersion } from '../forms/version.ts';
import type { FormValues } from '../http/body.ts';
import { pairsOf, type ReadUnsent, type Unsent } from '../http/unsent.ts';
import { labelOf } from './field-labels.ts';
import { typedFields } from './input.ts';

/** Pages of writing, and the check page. */
const WRITING = /^\/ban-kiem-diem\/[0-9a-f-]{36}\/(ghi\/[a-z0-9-]+|nop)(\?[\w=&.-]*)?$/;

/** The form version a page was made from, as the page itself says: nobody is signed in to look the review up. */
export const FORM_FIELD = 'mau';

/**
 * What somebody wrote and could not save. Labels come from the form version the page names and from the newest lists,
 * never from the review: whoever posts to somebody's address learns nothing, not even that it exists.
 */
export function unsentWriting(deps: Pick<Deps, 'store'>): ReadUnsent {
  return async (path, values) => {
    if (!WRITING.test(path)) return null;
    const { form, editions } = await labelsFor(deps, values.get(FORM_FIELD)?.[0] ?? '');
    const texts: Unsent['texts'] = [];
    const choices: Unsent['choices'] = [];
    for (const { key, value } of typedFields(values).fields) {
      const { label, words } = labelOf(key, { form, editions, entry: entryNumber(values, key) });
      if (words) choices.push({ label, words: words(value) });
      else texts.push({ name: key, label, text: value });
    }
    const shown = new Set(texts.map(({ name }) => name));
    const handsIn = path.endsWith('/nop');
    return {
      path,
      carried: pairsOf(values)
        .filter(({ name }) => !shown.has(name))
        .map((pair) => (handsIn && pair.name === 'di' ? { ...pair, value: 'luu' } : pair)),
      texts,
      choices,
      note: handsIn ? 'Bản kiểm điểm chưa nộp: đăng nhập xong, đồng chí xem lại trang kiểm tra rồi bấm nộp.' : null,
    };
  };
}

/** Where the database does not answer, keys name the places. */
async function labelsFor(
  deps: Pick<Deps, 'store'>,
  formId: string,
): Promise<{ form: FormVersion | null; editions: CatalogueEdition[] }> {
  const { db } = deps.store;
  const [form, editions] = await Promise.all([
    formOrThrow(db, formId).catch(() => null),
    newestEditions(db).catch(() => []),
  ]);
  return { form, editions };
}

/** "2" for the second entry of its list, as the page has it: the page's order is the form's. */
function entryNumber(values: FormValues, key: string): number {
  const [, list, item] = /^(.+)\.([0-9a-f-]{36})\.[a-z]+$/.exec(key) ?? [];
  if (!list || !item) return 0;
  const ids = [...values.keys()].flatMap((name) => {
    const [, inList, id] = /^v:(.+)\.([0-9a-f-]{36})\.[a-z]+$/.exec(name) ?? [];
    return inList === list && id ? [id] : [];
  });
  return [...new Set(ids)].indexOf(item) + 1;
}
