import { newToken } from '../../src/accounts/secrets.ts';
import { insertSession, oneTimeCode, oneTimeCodes, sessionRow } from '../../src/accounts/statements.ts';
import { insertAssistance } from '../../src/assistance/statements.ts';
import type { Deps } from '../../src/deps.ts';
import { type Browser, browserFor, cookieFrom } from './app.ts';
import { type AuthorWorld, authorWorld } from './author.ts';
import { type Person, seedPerson } from './people.ts';

/** An author who cannot type, and a fellow member of the branch who types for him. */
export interface AssistedWorld extends AuthorWorld {
  helper: Person;
}

export async function assistedWorld(...given: Parameters<typeof authorWorld>): Promise<AssistedWorld> {
  const world = await authorWorld(...given);
  const helper = await seedPerson(world.deps, world.office.branch, 'Lê Văn Giúp');
  return { ...world, helper };
}

/** A sheet of two codes, as somebody printed it. */
export async function sheetOf(deps: Deps, author: Person, maker: Person, minutes = 60): Promise<string[]> {
  const made = { purpose: 'assisted_entry', accountId: author.accountId, minutes, madeBy: maker.accountId } as const;
  const { secrets, statements } = oneTimeCodes(deps, made, 2);
  await deps.store.atomic(statements);
  return secrets;
}

/** The code of a slip for the first sign-in. */
export async function slipOf(deps: Deps, author: Person): Promise<string> {
  const made = oneTimeCode(deps, { purpose: 'first_sign_in', accountId: author.accountId, minutes: 60 });
  await deps.store.atomic(made.statements);
  return made.secret;
}

/** What the two fill in on the page "Nhập giúp", in the helper's browser. */
export function openFor(helper: Browser, author: Person, secret: string): Promise<Response> {
  return helper.post('/nhap-giup', { giu_kin: '1', ten_dang_nhap: author.userName, mat_khau: secret });
}

/** The browser as it goes on after an answer, with the cookies it now has. */
export function goOn(world: Pick<AuthorWorld, 'app'>, answer: Response): Browser {
  return browserFor(world.app, cookieFrom(answer));
}

/** An assisted session straight in the database, where how it was opened is not the matter. */
export async function assistedSession(
  { deps, app, author, helper }: Pick<AssistedWorld, 'deps' | 'app' | 'author' | 'helper'>,
  reviewId: string | null,
): Promise<Browser> {
  const { token, statements } = sittingOf(deps, author, helper, reviewId);
  await deps.store.atomic(statements.list);
  return browserFor(app, `tu-soi=${token}; tu-soi-nhap-giup=${statements.id}`);
}

export function sittingOf(
  deps: Deps,
  author: Pick<Person, 'accountId'>,
  helper: Pick<Person, 'accountId'>,
  reviewId: string | null,
) {
  const { db } = deps.store;
  const [token, sessionId, id] = [newToken(), deps.newId(), deps.newId()];
  const at = deps.now().toISOString();
  const session = sessionRow({ id: sessionId, token, accountId: author.accountId, at, address: 'test' });
  const list = [
    insertSession(db, { ...session, helper_account_id: helper.accountId }),
    insertAssistance(db, {
      id,
      session_id: sessionId,
      account_id: author.accountId,
      helper_account_id: helper.accountId,
      review_id: reviewId,
      begun_at: at,
    }),
  ];
  return { token, statements: { id, list } };
}
