import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Deps, LostGuard } from '../../src/deps.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
import { saveFields } from '../../src/reviews/saving.ts';
import { saveField } from '../../src/reviews/statements.ts';
import { findRecord, recordText } from '../../src/records/queries.ts';
import { findMember } from '../../src/units/queries.ts';
import { guarded, plain } from '../../src/storage/statement.ts';
import { completeReview } from '../helpers/reviews.ts';
import { depsOn } from '../helpers/engine-deps.ts';
import { type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { ENGINES } from './engines.ts';

/** What every storage engine must keep, in one file, run once an engine. */
describe.each(Object.entries(ENGINES))('storage on %s', (_name, open) => {
  let opened: OpenedStore;
  let deps: Deps;
  let author: Person;
  let campaignId: string;

  beforeAll(async () => {
    opened = await open();
    deps = await depsOn(opened.store);
    const office = await seedOffice(deps);
    campaignId = await seedCampaign(deps, office.committee);
    author = await seedPerson(deps, office.branch, 'Trần Thị Kiểm Thử');
  }, 60_000);

  afterAll(() => opened.close());

  async function begun(person = author): Promise<string> {
    const [campaign, member] = await Promise.all([
      findCampaign(deps.store.db, campaignId),
      findMember(deps.store.db, person.memberId),
    ]);
    if (!campaign || !member) throw new Error('not seeded');
    return beginReview(deps, actorFor(person), campaign, member);
  }

  function actorFor(person: Person) {
    return { accountId: person.accountId, address: 'test', requestId: 'test' };
  }

  function setting(key: string, value: string) {
    return deps.store.db.insertInto('setting').values({ key, value });
  }

  async function settings(prefix: string): Promise<string[]> {
    const rows = await deps.store.db.selectFrom('setting').where('key', 'like', `${prefix}%`).select('key').execute();
    return rows.map((row) => row.key).sort();
  }

  it('writes a whole list or nothing of it', async () => {
    await deps.store.atomic([plain(setting('list-1', 'a')), plain(setting('list-2', 'b'))]);
    expect(await settings('list-')).toEqual(['list-1', 'list-2']);
    const twice = [plain(setting('torn-1', 'a')), plain(setting('list-2', 'again'))];
    await expect(deps.store.atomic(twice)).rejects.toBeInstanceOf(LostGuard);
    expect(await settings('torn-')).toEqual([]);
  });

  it('stops the whole list when a guarded statement changes no row, wherever it stands', async () => {
    const lost = guarded(deps.store.db.updateTable('setting').set({ value: 'x' }).where('key', '=', 'nobody'));
    await expect(deps.store.atomic([plain(setting('before', 'a')), lost])).rejects.toBeInstanceOf(LostGuard);
    await expect(deps.store.atomic([lost, plain(setting('before', 'a'))])).rejects.toBeInstanceOf(LostGuard);
    expect(await settings('before')).toEqual([]);
  });

  it('lets one of two lists built from the same version win, and nothing of the other remain', async () => {
    const id = await begun();
    const list = (value: string) => [
      saveField(deps.store.db, { reviewId: id, key: 'I.1', value, baseVersion: 0, at: '2026-11-22T03:00:00.000Z' }),
      plain(setting(`race-${value}`, 'dependent')),
    ];
    const [first, second] = [list('mot'), list('hai')];
    await deps.store.atomic(first);
    await expect(deps.store.atomic(second)).rejects.toBeInstanceOf(LostGuard);
    expect(await settings('race-')).toEqual(['race-mot']);
    const [third, fourth] = ['ba', 'bon'].map((value) => [
      saveField(deps.store.db, { reviewId: id, key: 'I.1', value, baseVersion: 1, at: '2026-11-22T03:00:00.000Z' }),
      plain(setting(`race-${value}`, 'dependent')),
    ]);
    await deps.store.atomic(third ?? []);
    await expect(deps.store.atomic(fourth ?? [])).rejects.toBeInstanceOf(LostGuard);
    expect(await settings('race-')).toEqual(['race-ba', 'race-mot']);
  });

  it('leaves no trace of its guards', async () => {
    expect(await deps.store.db.selectFrom('step').selectAll().execute()).toEqual([]);
  });

  it('saves a field, then answers the stale tab with both texts', async () => {
    const id = await begun();
    const stale = await loadReview(deps, id);
    const version = stale.fields.get('II.2')?.version ?? 0;
    const saved = await saveFields(deps, actorFor(author), stale, [{ key: 'II.2', value: 'Bản thứ nhất', version }]);
    expect(saved[0]).toMatchObject({ kind: 'saved', version: version + 1 });
    const lost = await saveFields(deps, actorFor(author), stale, [{ key: 'II.2', value: 'Bản thứ hai', version }]);
    expect(lost[0]).toMatchObject({ kind: 'conflict', typed: 'Bản thứ hai', theirs: 'Bản thứ nhất' });
  });

  it('submits once: the second of two submissions from the same page changes nothing', async () => {
    const id = await begun();
    await completeReview(deps, actorFor(author), id);
    const [one, two] = [await loadReview(deps, id), await loadReview(deps, id)];
    expect(await submitReview(deps, actorFor(author), one, 'đã xem lại')).toBe('submitted');
    expect(await submitReview(deps, actorFor(author), two, 'đã xem lại')).toBe('was-submitted');
    const record = await findRecord(deps.store.db, id, 1);
    expect(JSON.parse(await recordText(deps.store.db, record as NonNullable<typeof record>))).toMatchObject({
      head: { fullName: author.fullName },
      signedOn: '2026-11-22',
    });
    const records = await deps.store.db.selectFrom('record').where('review_id', '=', id).select('id').execute();
    expect(records).toHaveLength(1);
    const late = await loadReview(deps, id);
    await expect(
      saveFields(deps, actorFor(author), late, [{ key: 'I.1', value: 'muộn', version: 9 }]),
    ).rejects.toMatchObject({ code: 'already-submitted' });
  });
});
