import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endCampaign, openAgain } from '../../src/campaigns/commands.ts';
import { findCampaign, type CampaignRow } from '../../src/campaigns/queries.ts';
import { deleteExemption, withdrawSuggestion } from '../../src/campaigns/statements.ts';
import { type Deps, LostGuard } from '../../src/deps.ts';
import { noteForSeveral } from '../../src/residence/commands.ts';
import { commentCounts, commentedPeople } from '../../src/residence/queries.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findReview } from '../../src/reviews/queries.ts';
import { insertStep, moveReview } from '../../src/reviews/statements.ts';
import { findMember } from '../../src/units/queries.ts';
import { actorFor } from '../helpers/author.ts';
import { depsOn } from '../helpers/engine-deps.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { seedCriteria, seedExemption, seedSuggestion } from '../helpers/season.ts';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { ENGINES } from './engines.ts';

/** What the office writes for a season, on every engine. */
describe.each(Object.entries(ENGINES))('the office’s season on %s', (_name, open) => {
  let opened: OpenedStore;
  let deps: Deps;
  let office: Office;
  let person: Person;

  beforeAll(async () => {
    opened = await open();
    deps = await depsOn(opened.store);
    office = await seedOffice(deps);
    person = await seedPerson(deps, office.branch, 'Trần Thị Kiểm Thử');
  }, 60_000);

  afterAll(() => opened.close());

  async function campaign(year: number): Promise<CampaignRow> {
    const id = await seedCampaign(deps, office.committee, { year });
    return (await findCampaign(deps.store.db, id)) as CampaignRow;
  }

  async function again({ id }: CampaignRow): Promise<CampaignRow> {
    return (await findCampaign(deps.store.db, id)) as CampaignRow;
  }

  test('a set of criteria, an exemption and a suggestion stand once, and not in a campaign that is over', async () => {
    const { db, atomic } = deps.store;
    await seedCriteria(deps, office.committee);
    await expect(seedCriteria(deps, office.committee)).rejects.toThrow(LostGuard);
    const now = await campaign(2030);
    await seedExemption(deps, now.id, person, 'excused');
    await expect(seedExemption(deps, now.id, person, 'suspended')).rejects.toThrow(LostGuard);
    const suggestion = await seedSuggestion(deps, now.id, { member: person, by: person });
    await endCampaign(deps, actorFor(person), now);
    const exemption = { campaign_id: now.id, member_id: person.memberId, version: 1 };
    await expect(seedSuggestion(deps, now.id, { member: person, by: person })).rejects.toThrow(LostGuard);
    await expect(atomic([deleteExemption(db, exemption)])).rejects.toThrow(LostGuard);
    await openAgain(deps, actorFor(person), await again(now), 'Còn việc.');
    await atomic([
      deleteExemption(db, exemption),
      withdrawSuggestion(db, { id: suggestion, campaign_id: now.id }, '2026-12-01'),
    ]);
    expect(await db.selectFrom('exemption').selectAll().execute()).toEqual([]);
    expect((await db.selectFrom('suggestion').selectAll().executeTakeFirst())?.withdrawn_at).toBe('2026-12-01');
  });

  test('closing a campaign closes every accepted review of it with its step, and nothing else', async () => {
    const { db, atomic } = deps.store;
    const now = await campaign(2031);
    const ids: string[] = [];
    for (const name of ['Một', 'Hai', 'Ba']) {
      const one = await seedPerson(deps, office.branch, `Đồng Chí ${name}`);
      const member = await findMember(db, one.memberId);
      if (!member) throw new Error('not seeded');
      ids.push(await beginReview(deps, actorFor(one), now, member));
    }
    for (const id of ids.slice(0, 2)) {
      const row = await findReview(db, id);
      if (row) await atomic([moveReview(db, row, 'accepted', '2026-12-01')]);
    }
    await endCampaign(deps, actorFor(person), now);
    const states = await Promise.all(ids.map(async (id) => (await findReview(db, id))?.state));
    expect(states).toEqual(['closed', 'closed', 'draft']);
    const steps = await db.selectFrom('review_step').where('to_state', '=', 'closed').selectAll().execute();
    expect(steps.map(({ review_id }) => review_id).toSorted()).toEqual(ids.slice(0, 2).toSorted());
    // The next step of a review sorts after this one, as ids do.
    const [closed] = steps;
    const next = { ...closed, id: deps.newId(), from_state: 'closed' as const, to_state: 'returned' as const };
    await atomic([
      insertStep(db, {
        ...next,
        review_id: closed?.review_id ?? '',
        account_id: person.accountId,
        remark: 'x',
        at: 'y',
      }),
    ]);
    const last = await db
      .selectFrom('review_step')
      .where('review_id', '=', closed?.review_id ?? '')
      .orderBy('id', 'desc')
      .select('to_state')
      .executeTakeFirst();
    expect(last?.to_state).toBe('returned');
    await expect(endCampaign(deps, actorFor(person), now)).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  test('comments of the place of residence are noted, taken back and counted', async () => {
    const now = await campaign(2032);
    const people = () => commentedPeople(deps.store.db, now.id, office.branch);
    const chosen = (await people()).map((one) => ({ person: one, seen: one.comments.version }));
    const { length } = chosen;
    await noteForSeveral(deps, actorFor(person), now, office.branch, chosen, { act: 'requested', day: '2026-11-20' });
    expect((await commentCounts(deps.store.db, now.id)).get(office.branch)).toMatchObject({
      open: 0,
      requested: length,
    });
    const stale = noteForSeveral(deps, actorFor(person), now, office.branch, chosen, { act: 'exempt', note: 'vì vậy' });
    await expect(stale).rejects.toMatchObject({ code: 'conflict' });
    const seen = (await people()).map((one) => ({ person: one, seen: one.comments.version }));
    await noteForSeveral(deps, actorFor(person), now, office.branch, seen, { act: 'undo' });
    expect((await commentCounts(deps.store.db, now.id)).get(office.branch)).toMatchObject({
      open: length,
      requested: 0,
    });
  });
});
