import { describe, expect, test } from 'vitest';
import { insertConclusion, insertReminder, withdrawConclusion } from '../../src/branches/statements.ts';
import { LostGuard, type Statement } from '../../src/deps.ts';
import { giveConclusions, saveRemarkAnswer, takeConclusionBack } from '../../src/reviews/statements.ts';
import { begin, submitAs } from '../helpers/author.ts';
import { branchWorld, type BranchWorld, exempt, giveBack, handIn } from '../helpers/branch.ts';

/** Lists that two people built from the same state, run one after the other: the second finds its guard lost. */

const DAY = '2026-11-21T17:00:00.000Z';

function asked(world: BranchWorld, at = '2026-11-22T03:00:00.000Z'): Statement {
  const row = {
    id: world.deps.newId(),
    campaign_id: world.campaignId,
    member_id: world.author.memberId,
    due_on: '2026-12-10',
    account_id: world.secretary.accountId,
    at,
  };
  return insertReminder(world.deps.store.db, row, DAY);
}

async function holds({ deps }: BranchWorld, ...list: Statement[]): Promise<boolean> {
  return deps.store.atomic(list).then(
    () => true,
    (error: unknown) => {
      if (error instanceof LostGuard) return false;
      throw error;
    },
  );
}

function concluded(world: BranchWorld, id = world.deps.newId()): { id: string; statement: Statement } {
  const row = {
    id,
    campaign_id: world.campaignId,
    member_id: world.author.memberId,
    unit_id: world.office.branch,
    origin: 'branch' as const,
    text: 'Chậm nộp báo cáo.',
    source_year: 2025,
    account_id: world.secretary.accountId,
    at: DAY,
  };
  return { id, statement: insertConclusion(world.deps.store.db, row) };
}

describe('a reminder', () => {
  test('of the same day is not written twice, and the next day it is', async () => {
    const world = await branchWorld();
    const [one, two] = [asked(world), asked(world)];
    expect([await holds(world, one), await holds(world, two)]).toEqual([true, false]);
    await world.deps.store.db.updateTable('reminder').set({ at: '2026-11-21T16:59:59.000Z' }).execute();
    expect(await holds(world, asked(world))).toBe(true);
  });

  test('is not written for who has handed in, is exempt, or whose campaign is over meanwhile', async () => {
    const world = await branchWorld();
    const { db } = world.deps.store;
    const late = asked(world);
    await exempt(world.deps, world.campaignId, world.author, 'suspended');
    expect(await holds(world, late)).toBe(false);
    await db.updateTable('exemption').set({ kind: 'elsewhere' }).execute();
    await db.updateTable('campaign').set({ state: 'closed' }).execute();
    expect(await holds(world, late)).toBe(false);
    await db.updateTable('campaign').set({ state: 'open' }).execute();
    const id = await handIn(world);
    expect(await holds(world, late)).toBe(false);
    await giveBack(world.leader, id, 'Ghi rõ.');
    expect(await holds(world, late)).toBe(true);
  });
});

describe('a conclusion', () => {
  test('comes into the review whichever of recording, beginning and returning is first', async () => {
    const world = await branchWorld();
    const { db } = world.deps.store;
    const give = giveConclusions(db, world.campaignId, world.author.memberId, 'III');
    const [first, late] = [concluded(world), concluded(world)];
    await holds(world, first.statement, give);
    expect(await db.selectFrom('review_item').selectAll().execute()).toEqual([]);
    const id = await begin(world);
    await holds(world, give);
    const items = () => db.selectFrom('review_item').where('list', '=', 'III').select(['id', 'review_id']).execute();
    expect(await items()).toEqual([{ id: first.id, review_id: id }]);
    // The same words again are no second conclusion.
    expect(await holds(world, late.statement, give)).toBe(false);
    expect(await items()).toHaveLength(1);
  });

  test('that was handed in between looking and taking it back stays', async () => {
    const world = await branchWorld();
    const { db } = world.deps.store;
    const { id, statement } = concluded(world);
    await holds(world, statement);
    const takeBack = [
      withdrawConclusion(db, id, { at: DAY, reason: 'Nhầm.', by: world.secretary.accountId }),
      takeConclusionBack(db, id),
    ];
    const reviewId = await handIn(world);
    expect(await holds(world, ...takeBack)).toBe(false);
    await giveBack(world.leader, reviewId, 'Ghi rõ.');
    expect(await holds(world, ...takeBack)).toBe(true);
    expect(await holds(world, ...takeBack)).toBe(false);
    const item = await db.selectFrom('review_item').where('id', '=', id).select('removed').executeTakeFirst();
    expect(item?.removed).toBe(1);
  });
});

describe('an answer to a remark', () => {
  test('is not written over a later one, after handing in again, or for an earlier return', async () => {
    const world = await branchWorld();
    const { db } = world.deps.store;
    const reviewId = await handIn(world);
    await giveBack(world.leader, reviewId, 'Lần một.');
    const steps = () =>
      db.selectFrom('review_step').where('to_state', '=', 'returned').orderBy('id').select('id').execute();
    const [first] = await steps();
    const answer = (stepId: string, text: string, version: number) =>
      saveRemarkAnswer(db, { step_id: stepId, review_id: reviewId, text, version, at: DAY });
    expect(await holds(world, answer(first!.id, 'Một.', 1))).toBe(true);
    expect(await holds(world, answer(first!.id, 'Cũng một.', 1))).toBe(false);
    expect(await holds(world, answer(first!.id, 'Hai.', 2))).toBe(true);
    expect(await holds(world, answer(first!.id, 'Cũng hai.', 2))).toBe(false);
    await submitAs(world.deps, world.author, reviewId);
    expect(await holds(world, answer(first!.id, 'Ba.', 3))).toBe(false);
    await giveBack(world.leader, reviewId, 'Lần hai.');
    expect(await holds(world, answer(first!.id, 'Ba.', 3))).toBe(false);
    const [, second] = await steps();
    expect(await holds(world, answer(second!.id, 'Của lần hai.', 1))).toBe(true);
    const kept = await db.selectFrom('remark_answer').orderBy('step_id').select('text').execute();
    expect(kept.map((row) => row.text)).toEqual(['Hai.', 'Của lần hai.']);
  });
});
