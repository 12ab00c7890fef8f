import { afterEach, describe, expect, it } from 'vitest';
import { readingsByOthers } from '../../../src/audit/queries.ts';
import { logRow } from '../../../src/audit/statements.ts';
import { dayInHanoi } from '../../../src/calendar.ts';
import { createApp } from '../../../src/app.ts';
import { newToken } from '../../../src/accounts/secrets.ts';
import { insertRole, insertSession, sessionRow } from '../../../src/accounts/statements.ts';
import { openCampaignFor } from '../../../src/campaigns/queries.ts';
import { registerMark } from '../../../src/imports/queries.ts';
import { plain } from '../../../src/storage/statement.ts';
import { memberCount, memberCounts } from '../../../src/units/queries.ts';
import { browserFor } from '../../helpers/app.ts';
import { seedCampaign, seedPerson } from '../../helpers/people.ts';
import { actorFor, begun, type World } from './world.ts';

const NUMBERS = [0, 1, -1, 2 ** 31 - 1, 2 ** 31 + 1, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

const TEXTS = [
  '',
  ' ',
  "O'Hara’s",
  '"',
  "'; drop table setting; --",
  'C:\\tmp\\n',
  '50% _ $1 ? :name @x',
  'dòng một\r\ndòng hai\tcột',
  'Tiếng Việt'.normalize('NFD'),
  'Tiếng Việt',
  '👍🏽 한국어 العربية',
  'ô\u200b\ufeff\ufffd',
  '{"a": [1, null]}',
  'null',
  '00123',
  '1e3',
  '2026-11-22',
  'ế'.repeat(20_000),
];

export function values(world: () => World): void {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  describe('days and times', () => {
    it.each(['UTC', 'Asia/Ho_Chi_Minh', 'America/Los_Angeles'])(
      'at half past midnight on 1 January in Hà Nội come back as the same texts on a server in %s',
      async (timeZone) => {
        process.env.TZ = timeZone;
        const here = world();
        const now = new Date('2026-12-31T17:30:00.000Z');
        expect(now.getTimezoneOffset()).toBe({ UTC: 0, 'Asia/Ho_Chi_Minh': -420 }[timeZone] ?? 480);
        const deps = { ...here.deps, now: () => now };
        const reader = await seedPerson(deps, here.office.branch, 'Đinh Văn Giao Thừa', { birthDate: '2000-01-01' });
        const author = await seedPerson(deps, here.office.branch, 'Đinh Thị Năm Mới', { birthDate: '1960' });
        const reviewId = await begun({ ...here, deps }, author);
        await deps.store.atomic([
          logRow(deps, actorFor(reader), { action: 'review-viewed', subject: { kind: 'review', id: reviewId } }),
        ]);
        const [read] = await readingsByOthers(here.db, [reviewId], author.memberId);
        expect(read?.at).toBe('2026-12-31T17:30:00.000Z');
        expect(dayInHanoi(new Date(read?.at ?? ''))).toBe('2027-01-01');
        const review = here.db.selectFrom('review').where('id', '=', reviewId).selectAll();
        expect(await review.executeTakeFirst()).toMatchObject({
          created_at: '2026-12-31T17:30:00.000Z',
          submitted_at: null,
        });
        const members = here.db.selectFrom('member').where('id', 'in', [reader.memberId, author.memberId]);
        const births = await members.orderBy('id').select('birth_date').execute();
        expect(births.map(({ birth_date: day }) => day)).toEqual(['2000-01-01', '1960']);
      },
    );

    it('decide by the day in Hà Nội: what opens on 1 January is shut at 23:59 the day before, and open at 00:30', async () => {
      const here = world();
      const unit = here.office.foreignCommittee;
      const id = await seedCampaign(here.deps, unit, { opens_on: '2027-01-01', due_on: '2027-02-01', year: 2027 });
      const openAt = async (instant: string) =>
        (await openCampaignFor(here.db, [unit], dayInHanoi(new Date(instant))))?.id;
      expect(await openAt('2026-12-31T16:59:59.999Z')).toBeUndefined();
      expect(await openAt('2026-12-31T17:30:00.000Z')).toBe(id);
      expect(await openAt('2027-01-01T17:30:00.000Z')).toBe(id);
    });
  });

  describe('numbers', () => {
    it('come back as the same numbers, and in their order', async () => {
      const here = world();
      const run = { kind: 'drill' as const, ok: 1, file_name: 'numbers', detail: '', counts: '' };
      await here.deps.store.atomic(
        NUMBERS.map((bytes, place) =>
          plain(here.db.insertInto('backup_run').values({ ...run, id: here.deps.newId(), at: `${place}`, bytes })),
        ),
      );
      const stored = here.db.selectFrom('backup_run').where('file_name', '=', 'numbers');
      expect((await stored.orderBy('at').select('bytes').execute()).map(({ bytes }) => bytes)).toEqual(NUMBERS);
      expect((await stored.orderBy('bytes').select('bytes').execute()).map(({ bytes }) => bytes)).toEqual(
        NUMBERS.toSorted((a, b) => a - b),
      );
      for (const bytes of NUMBERS) {
        const found = await stored.where('bytes', '=', bytes).select('at').execute();
        expect(found).toEqual([{ at: String(NUMBERS.indexOf(bytes)) }]);
      }
      await here.deps.store.atomic([plain(here.db.deleteFrom('backup_run').where('file_name', '=', 'numbers'))]);
    });

    it('that are counted, added or compared are numbers as well; the sum of nothing is nothing', async () => {
      const here = world();
      const { foreignBranch } = here.office;
      expect([await memberCount(here.db, foreignBranch), (await memberCounts(here.db)).get(foreignBranch)]).toEqual([
        0,
        undefined,
      ]);
      await seedPerson(here.deps, foreignBranch, 'Mai Văn Đếm');
      await seedPerson(here.deps, foreignBranch, 'Mai Thị Đếm');
      expect([await memberCount(here.db, foreignBranch), (await memberCounts(here.db)).get(foreignBranch)]).toEqual([
        2, 2,
      ]);
      const mark = await registerMark(here.db);
      expect(mark).toEqual({ people: expect.any(Number), versions: mark.people });
      const added = await here.db
        .selectFrom('member')
        .where('unit_id', '=', foreignBranch)
        .select(({ fn }) => [
          fn.sum<number>('version').as('sum'),
          fn.max('version').as('most'),
          fn.max('birth_date').as('youngest'),
        ])
        .executeTakeFirst();
      expect(added).toEqual({ sum: 2, most: 1, youngest: '1968-05-19' });
      const nothing = here.db.selectFrom('member').where('unit_id', '=', 'no such unit');
      const none = nothing.select(({ fn }) => [
        fn.sum<number | null>('version').as('sum'),
        fn.max('version').as('most'),
      ]);
      expect(await none.executeTakeFirst()).toEqual({ sum: null, most: null });
    });
  });

  describe('texts', () => {
    it('of every kind of letter come back as they were, and are found as they were', async () => {
      const here = world();
      await here.deps.store.atomic(
        TEXTS.map((value, place) => plain(here.db.insertInto('setting').values({ key: `text-${place}`, value }))),
      );
      const ours = here.db.selectFrom('setting').where('key', 'like', 'text-%');
      for (const [place, value] of TEXTS.entries()) {
        const found = await ours.where('value', '=', value).select(['key', 'value']).execute();
        expect(found).toEqual([{ key: `text-${place}`, value }]);
      }
    });

    it('with half a letter or with NUL are refused at the door with what to do, and nothing is stored', async () => {
      const here = world();
      const author = await seedPerson(here.deps, here.office.branch, 'Phạm Thị Dán');
      const [id, token] = [await begun(here, author), newToken()];
      const at = here.clock.now.toISOString();
      await here.deps.store.atomic([
        insertSession(
          here.db,
          sessionRow({ id: here.deps.newId(), token, accountId: author.accountId, at, address: 'test' }),
        ),
      ]);
      const browser = browserFor(createApp(here.deps), `tu-soi=${token}`);
      for (const value of ['trước \u0000 sau', 'nửa \ud83d chữ', 'nửa \udc4d chữ']) {
        const answer = await browser.json(`/ban-kiem-diem/${id}/o`, { key: 'II.2', value, version: 0 });
        expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('ký tự điều khiển')]);
        const inKey = await browser.json(`/ban-kiem-diem/${id}/o`, { key: `II.2${value}`, value: 'x', version: 0 });
        expect(inKey.status).toBe(422);
      }
      const form = await browser.post(`/ban-kiem-diem/${id}/ghi/muc-ii`, { 'II.2': 'a\u0000b', 'v:II.2': '0' });
      expect(form.status).toBe(422);
      for (const path of [`/ban-kiem-diem/${id}%00`, '/ban-kiem-diem/%00', '/danh-muc/%00', '/danh-muc?tim=%00']) {
        const answer = await browser.get(path);
        expect([path, answer.status]).toEqual([path, 400]);
        expect(await answer.text()).toContain('địa chỉ');
      }
      const asOffice = { account_id: author.accountId, unit_id: here.office.committee, role: 'office' as const };
      await here.deps.store.atomic([insertRole(here.db, asOffice)]);
      const named = await browser.post(`/quan-tri/dot/${here.campaignId}/goi-y`, { dong_chi: 'a\u0000b' });
      expect([400, 404]).toContain(named.status);
      const fields = here.db.selectFrom('review_field').where('review_id', '=', id).where('key', 'like', 'II.2%');
      expect(await fields.where('value', '!=', '').select('value').execute()).toEqual([]);
    });
  });
}
