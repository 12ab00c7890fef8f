import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RatingTable } from '../../db/schema.ts';
import { type Deps, LostGuard } from '../../src/deps.ts';
import { decisionsOf, levelsOfCampaign, type RatingRow, ratingsOf, statedRows } from '../../src/ratings/queries.ts';
import {
  deleteHandUp,
  insertDecision,
  insertDiscipline,
  insertHandUp,
  saveRating,
} from '../../src/ratings/statements.ts';
import { depsOn } from '../helpers/engine-deps.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { ENGINES } from './engines.ts';

/** Levels on every engine: both lists are built from the same sight of things, then both are run. */
describe.each(Object.entries(ENGINES))('levels on %s', (_name, open) => {
  let opened: OpenedStore;
  let deps: Deps;
  let office: Office;
  let person: Person;
  let campaignId: string;
  const at = '2026-11-22T03:00:00.000Z';

  beforeAll(async () => {
    opened = await open();
    deps = await depsOn(opened.store);
    office = await seedOffice(deps);
    campaignId = await seedCampaign(deps, office.committee);
    person = await seedPerson(deps, office.branch, 'Trần Thị Kiểm Thử');
  }, 60_000);

  afterAll(() => opened.close());

  function rating(more: Partial<Record<keyof RatingTable, string>> = {}): RatingRow {
    return {
      campaign_id: campaignId,
      unit_id: office.branch,
      subject: person.memberId,
      agency_level: '',
      committee_level: '',
      mass_body_level: '',
      branch_level: 'good',
      reason: '',
      quarters: '',
      tasks_done: '',
      saved_at: at,
      version: 0,
      ...(more as Partial<RatingRow>),
    };
  }

  function decision(number: string, more: { replaces?: string; id?: string; day?: string; unit?: string } = {}) {
    return insertDecision(opened.store.db, {
      id: more.id ?? uuidv7(),
      campaign_id: campaignId,
      unit_id: more.unit ?? office.branch,
      subject: person.memberId,
      level: 'good',
      number,
      decided_on: more.day ?? '2026-11-21',
      body: 'Ban Thường vụ',
      reason: '',
      replaces_id: more.replaces ?? null,
      account_id: person.accountId,
      at,
    });
  }

  function handUp(mark: number, unit = office.branch) {
    const row = { campaign_id: campaignId, unit_id: unit, handed_at: at, account_id: person.accountId };
    return insertHandUp(opened.store.db, row, mark);
  }

  it('goes from the first save to the later decision, and refuses each second hand', async () => {
    const { store } = opened;
    // Two first saves, then two saves over the same version.
    const firsts = [saveRating(store.db, rating(), 0), saveRating(store.db, rating({ branch_level: 'completed' }), 0)];
    await store.atomic([firsts[0] as (typeof firsts)[0]]);
    await expect(store.atomic([firsts[1] as (typeof firsts)[0]])).rejects.toBeInstanceOf(LostGuard);
    const seconds = ['excellent', 'completed'].map((level) => saveRating(store.db, rating({ branch_level: level }), 1));
    await store.atomic([seconds[0] as (typeof seconds)[0]]);
    await expect(store.atomic([seconds[1] as (typeof seconds)[0]])).rejects.toBeInstanceOf(LostGuard);
    expect(await ratingsOf(store.db, campaignId, office.branch)).toMatchObject([
      { branch_level: 'excellent', version: 2 },
    ]);

    // Nothing is decided before the hand-up; a hand-up of what has changed meanwhile is none.
    await expect(store.atomic([decision('45-QĐ/ĐU')])).rejects.toBeInstanceOf(LostGuard);
    await expect(store.atomic([handUp(1)])).rejects.toBeInstanceOf(LostGuard);
    await store.atomic([handUp(2)]);
    await expect(store.atomic([handUp(2)])).rejects.toBeInstanceOf(LostGuard);
    await expect(store.atomic([saveRating(store.db, rating(), 2)])).rejects.toBeInstanceOf(LostGuard);
    expect((await levelsOfCampaign(store.db, campaignId)).proposals).toMatchObject([{ level: 'excellent' }]);

    // One first decision, in one branch; one number for one day; one later decision for each.
    const [id, later] = [uuidv7(), uuidv7()];
    const lists = [decision('45-QĐ/ĐU', { id }), decision('46-QĐ/ĐU')];
    await store.atomic([lists[0] as (typeof lists)[0]]);
    await expect(store.atomic([lists[1] as (typeof lists)[0]])).rejects.toBeInstanceOf(LostGuard);
    await store.atomic([handUp(0, office.otherBranch)]);
    await expect(store.atomic([decision('47-QĐ/ĐU', { unit: office.otherBranch })])).rejects.toBeInstanceOf(LostGuard);
    await expect(store.atomic([decision('45-QĐ/ĐU', { replaces: id, day: '2026-11-22' })])).rejects.toBeInstanceOf(
      LostGuard,
    );
    const again = [decision('52-QĐ/ĐU', { id: later, replaces: id }), decision('53-QĐ/ĐU', { replaces: id })];
    await store.atomic([again[0] as (typeof again)[0]]);
    await expect(store.atomic([again[1] as (typeof again)[0]])).rejects.toBeInstanceOf(LostGuard);
    expect((await decisionsOf(store.db, campaignId, office.branch)).map((row) => row.number)).toEqual([
      '45-QĐ/ĐU',
      '52-QĐ/ĐU',
    ]);

    // What is decided is not given back.
    const place = { campaign_id: campaignId, unit_id: office.branch };
    await expect(store.atomic([deleteHandUp(store.db, place)])).rejects.toBeInstanceOf(LostGuard);
    await store.atomic([deleteHandUp(store.db, { ...place, unit_id: office.otherBranch })]);
  });

  it('keeps one record of one discipline, and asks for fields by key and pattern', async () => {
    const { store } = opened;
    const row = (memberId: string | null) =>
      insertDiscipline(store.db, {
        id: uuidv7(),
        campaign_id: campaignId,
        member_id: memberId,
        unit_id: office.branch,
        kind: 'warning',
        duty_related: 0,
        document: '12-QĐ/UBKT',
        decided_on: '2026-06-05',
        account_id: person.accountId,
        at,
        withdrawn_at: null,
      });
    await store.atomic([row(person.memberId), row(null)]);
    await expect(store.atomic([row(person.memberId)])).rejects.toBeInstanceOf(LostGuard);
    await expect(store.atomic([row(null)])).rejects.toBeInstanceOf(LostGuard);
    const asked = { keys: ['B.II'], patterns: ['III.%.state'], lists: ['III', 'PL'] };
    expect(await statedRows(store.db, { campaignId, unitId: office.branch }, asked)).toEqual({ values: [], items: [] });
  });
});
