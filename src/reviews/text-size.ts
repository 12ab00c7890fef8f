import { setPreference } from '../accounts/statements.ts';
import type { Deps } from '../deps.ts';
import { type AppContext, viewerOf } from '../http/context.ts';
import { setTextSizeCookie } from '../http/page.ts';

/** The size of letters from now on, chosen at the foot of a page that is being written on. */
export async function keepTextSize(deps: Pick<Deps, 'store'>, c: AppContext, size: string): Promise<void> {
  await deps.store.atomic([setPreference(deps.store.db, viewerOf(c).accountId, 'text-size', size)]);
  setTextSizeCookie(c, size);
}
