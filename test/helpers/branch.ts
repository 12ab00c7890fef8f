import type { ExemptionKind, ReviewState, RoleName } from '../../db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { saveFields } from '../../src/reviews/saving.ts';
import { plain } from '../../src/storage/statement.ts';
import type { Browser } from './app.ts';
import { actorFor, type AuthorWorld, authorWorld, begin, submitAs, wordsOn } from './author.ts';
import { type Person, seedPerson } from './people.ts';
import { completeReview } from './reviews.ts';

/** "Chi bộ Số 1" with its chi ủy, and an author of whom the leaders ask something. */
export interface BranchWorld extends AuthorWorld {
  secretary: Person;
  deputy: Person;
  sits: Person;
  /** The secretary, signed in. */
  leader: Browser;
}

export async function branchWorld(...given: Parameters<typeof authorWorld>): Promise<BranchWorld> {
  const world = await authorWorld(...given);
  const unitId = world.author.unitId;
  const withRole = (name: string, role: RoleName) =>
    seedPerson(world.deps, unitId, name, { roles: [{ unitId, role }], standing: 'no_post' });
  const secretary = await withRole('Lương Văn Bí Thư', 'secretary');
  const deputy = await withRole('Đào Thị Phó', 'deputy');
  const sits = await withRole('Bùi Văn Ủy Viên', 'committee_member');
  return { ...world, secretary, deputy, sits, leader: await world.as(secretary) };
}

/** Somebody's complete review, handed in; returns its id. */
export async function handIn(world: AuthorWorld, person: Person = world.author, campaignId = world.campaignId) {
  const id = await begin({ browser: await world.as(person), campaignId });
  await completeReview(world.deps, actorFor(person), id);
  await answerEarlier(world.deps, person, id);
  await submitAs(world.deps, person, id);
  return id;
}

/** Every earlier shortcoming in section III is said to be mended. */
export async function answerEarlier(deps: Deps, person: Person, reviewId: string): Promise<void> {
  const review = await loadReview(deps, reviewId);
  const keys = review.frame.items.filter(({ list }) => list === 'III').map(({ id }) => `III.${id}.state`);
  const typed = keys.map((key) => ({ key, value: 'fixed', version: review.fields.get(key)?.version ?? 0 }));
  await saveFields(deps, actorFor(person), review, typed);
}

/** Straight into the tables where the office's own page would do it. */
export async function exempt(deps: Deps, campaignId: string, person: Person, kind: ExemptionKind, reason = '') {
  const row = { campaign_id: campaignId, member_id: person.memberId, kind, reason, version: 1 };
  const by = { account_id: person.accountId, at: deps.now().toISOString() };
  await deps.store.atomic([plain(deps.store.db.insertInto('exemption').values({ ...row, ...by }))]);
}

/** As the office moves a person: what is not accepted yet goes along. */
export async function move(deps: Deps, person: Person, toUnitId: string, movedOn = '2026-11-20') {
  const { db } = deps.store;
  const moved = {
    id: deps.newId(),
    member_id: person.memberId,
    from_unit_id: person.unitId,
    to_unit_id: toUnitId,
    moved_on: movedOn,
    reason: 'Chuyển nơi ở',
    account_id: person.accountId,
    at: deps.now().toISOString(),
  };
  await deps.store.atomic([
    plain(db.insertInto('member_move').values(moved)),
    plain(db.updateTable('member').set({ unit_id: toUnitId }).where('id', '=', person.memberId)),
    plain(
      db
        .updateTable('review')
        .set({ unit_id: toUnitId })
        .where('member_id', '=', person.memberId)
        .where('state', 'in', ['draft', 'submitted', 'returned']),
    ),
  ]);
}

export async function stateOf({ deps }: AuthorWorld, reviewId: string): Promise<ReviewState | undefined> {
  const row = await deps.store.db.selectFrom('review').where('id', '=', reviewId).select('state').executeTakeFirst();
  return row?.state;
}

/** The form that judges, with the version that was read, as it stands on the reading page. */
export async function versionRead(browser: Browser, reviewId: string): Promise<string> {
  const html = await (await browser.get(`/ban-kiem-diem/${reviewId}/doc`)).text();
  const version = /name="ban" value="(\d+)"/.exec(html)?.[1];
  if (!version) throw new Error('nothing to judge on this page');
  return version;
}

export async function giveBack(browser: Browser, reviewId: string, remark: string): Promise<Response> {
  const ban = await versionRead(browser, reviewId);
  return browser.post(`/ban-kiem-diem/${reviewId}/bo-sung`, { ban, dieu_bo_sung: remark });
}

export async function accept(browser: Browser, reviewId: string): Promise<Response> {
  return browser.post(`/ban-kiem-diem/${reviewId}/tiep-nhan`, { ban: await versionRead(browser, reviewId) });
}

export async function textAt(browser: Browser, path: string): Promise<string> {
  return wordsOn(await (await browser.get(path)).text());
}

/** Log rows of one action, with what they are about. */
export async function logged(deps: Pick<Deps, 'store'>, action: string) {
  return deps.store.db
    .selectFrom('audit')
    .where('action', '=', action)
    .orderBy('id')
    .select(['account_id', 'subject_kind', 'subject_id', 'unit_id', 'detail'])
    .execute();
}
