import { describe, expect, it } from 'vitest';
import { LostGuard } from '../../../src/deps.ts';
import { findRecord, recordText } from '../../../src/records/queries.ts';
import { loadReview } from '../../../src/reviews/loaded.ts';
import { submitReview } from '../../../src/reviews/moving.ts';
import { saveFields } from '../../../src/reviews/saving.ts';
import { insertAccount, insertRole } from '../../../src/accounts/statements.ts';
import { guarded, plain } from '../../../src/storage/statement.ts';
import { insertUnit, insertUnitOnce } from '../../../src/units/statements.ts';
import { completeReview } from '../../helpers/reviews.ts';
import { seedPerson } from '../../helpers/people.ts';
import { actorFor, begun, setting, settings, type World } from './world.ts';

export function listsAndGuards(world: () => World): void {
  describe('a list', () => {
    it('is written whole or not at all', async () => {
      const here = world();
      await here.deps.store.atomic([setting(here, 'list-1'), setting(here, 'list-2')]);
      expect(await settings(here, 'list-')).toEqual(['list-1', 'list-2']);
      const twice = [setting(here, 'torn-1'), setting(here, 'list-2', 'again')];
      await expect(here.deps.store.atomic(twice)).rejects.toBeInstanceOf(LostGuard);
      expect(await settings(here, 'torn-')).toEqual([]);
    });

    it('stops as a whole when a guarded statement changes no row, wherever it stands', async () => {
      const here = world();
      const lost = guarded(here.db.updateTable('setting').set({ value: 'x' }).where('key', '=', 'nobody'));
      for (const list of [
        [setting(here, 'before'), lost],
        [lost, setting(here, 'before')],
        [setting(here, 'before'), lost, setting(here, 'before-too')],
      ]) {
        await expect(here.deps.store.atomic(list)).rejects.toBeInstanceOf(LostGuard);
      }
      expect(await settings(here, 'before')).toEqual([]);
    });

    it('stops as a whole when a guarded statement changes more rows than one', async () => {
      const here = world();
      await here.deps.store.atomic([setting(here, 'many-1', 'old'), setting(here, 'many-2', 'old')]);
      const many = guarded(here.db.updateTable('setting').set({ value: 'new' }).where('key', 'like', 'many-%'));
      await expect(here.deps.store.atomic([many])).rejects.toBeInstanceOf(Error);
      const rows = await here.db.selectFrom('setting').where('key', 'like', 'many-%').select('value').execute();
      expect(rows.map(({ value }) => value)).toEqual(['old', 'old']);
    });

    it('may change no row where nothing guards', async () => {
      const here = world();
      const nothing = plain(here.db.updateTable('setting').set({ value: 'x' }).where('key', '=', 'nobody'));
      await here.deps.store.atomic([nothing, setting(here, 'after-nothing')]);
      expect(await settings(here, 'after-nothing')).toEqual(['after-nothing']);
    });

    it('of no statement at all is no fault', async () => {
      await expect(world().deps.store.atomic([])).resolves.toBeUndefined();
    });

    it('is held up by a guard that looks for a row (exists): once it is there, the second is lost', async () => {
      const here = world();
      const unit = {
        parent_id: here.office.committee,
        kind: 'branch' as const,
        name: 'Chi bộ Hai Lần',
        paper_name: 'CHI BỘ HAI LẦN',
        place: 'Hà Nội',
        has_branch_committee: 0,
        version: 1,
      };
      const lists = ['mot', 'hai'].map((name) => [
        insertUnitOnce(here.db, { ...unit, id: here.deps.newId() }),
        setting(here, `once-${name}`),
      ]);
      await here.deps.store.atomic(lists[0] ?? []);
      await expect(here.deps.store.atomic(lists[1] ?? [])).rejects.toBeInstanceOf(LostGuard);
      expect(await settings(here, 'once-')).toEqual(['once-mot']);
      const units = await here.db.selectFrom('unit').where('name', '=', unit.name).select('id').execute();
      expect(units).toHaveLength(1);
    });

    it('leaves no trace of its guards', async () => {
      expect(await world().db.selectFrom('step').selectAll().execute()).toEqual([]);
    });
  });

  describe('a broken constraint', () => {
    it('is a lost guard where somebody else has taken the name or the place, and nothing of the list stays', async () => {
      const here = world();
      const person = await seedPerson(here.deps, here.office.branch, 'Lê Thị Trùng');
      const account = { display_name: 'Trùng', password: null, disabled: 0, created_at: '', version: 1 };
      const taken = [
        insertAccount(here.db, { ...account, id: here.deps.newId(), member_id: null, user_name: person.userName }),
        insertAccount(here.db, {
          ...account,
          id: here.deps.newId(),
          member_id: person.memberId,
          user_name: 'trung.khac',
        }),
        insertAccount(here.db, { ...account, id: person.accountId, member_id: null, user_name: 'trung.nua' }),
      ];
      for (const statement of taken) {
        const list = [setting(here, 'unique'), statement];
        await expect(here.deps.store.atomic(list)).rejects.toBeInstanceOf(LostGuard);
      }
      expect(await settings(here, 'unique')).toEqual([]);
    });

    it('is a lost guard for a place that is told by two columns, too', async () => {
      const here = world();
      const held = { account_id: here.author.accountId, unit_id: here.office.branch, role: 'deputy' as const };
      await here.deps.store.atomic([insertRole(here.db, held)]);
      await expect(here.deps.store.atomic([insertRole(here.db, held)])).rejects.toBeInstanceOf(LostGuard);
      await here.deps.store.atomic([plain(here.db.deleteFrom('role').where('account_id', '=', held.account_id))]);
    });

    it('of any other kind is a fault of ours and no lost guard: a missing parent, a missing value, a forbidden one', async () => {
      const here = world();
      const unit = {
        kind: 'branch' as const,
        name: 'x',
        paper_name: 'x',
        place: 'x',
        has_branch_committee: 0,
        version: 1,
      };
      const faults = [
        insertUnit(here.db, { ...unit, id: 'orphan', parent_id: 'no such unit' }),
        insertUnit(here.db, { ...unit, id: 'nameless', parent_id: null, name: null as unknown as string }),
        insertUnit(here.db, { ...unit, id: 'odd', parent_id: null, kind: 'other' as 'branch' }),
      ];
      for (const fault of faults) {
        const refused: unknown = await here.deps.store.atomic([setting(here, 'fault'), fault]).catch((error) => error);
        expect(refused).toBeInstanceOf(Error);
        expect(refused).not.toBeInstanceOf(LostGuard);
      }
      expect(await settings(here, 'fault')).toEqual([]);
    });
  });

  describe('the author’s own lists', () => {
    it('save a field, then answer the stale tab with both texts', async () => {
      const { deps, author } = world();
      const id = await begun(world(), author);
      const stale = await loadReview(deps, id);
      const version = stale.fields.get('II.2')?.version ?? 0;
      const saved = await saveFields(deps, actorFor(author), stale, [{ key: 'II.2', value: 'Bản thứ nhất', version }]);
      expect(saved[0]).toMatchObject({ kind: 'saved', version: version + 1 });
      const lost = await saveFields(deps, actorFor(author), stale, [{ key: 'II.2', value: 'Bản thứ hai', version }]);
      expect(lost[0]).toMatchObject({ kind: 'conflict', typed: 'Bản thứ hai', theirs: 'Bản thứ nhất' });
    });

    it('submit once: the second of two submissions from the same page changes nothing', async () => {
      const { deps, db, author } = world();
      const id = await begun(world(), author);
      await completeReview(deps, actorFor(author), id);
      const [one, two] = [await loadReview(deps, id), await loadReview(deps, id)];
      expect(await submitReview(deps, actorFor(author), one, 'đã xem lại')).toBe('submitted');
      expect(await submitReview(deps, actorFor(author), two, 'đã xem lại')).toBe('was-submitted');
      const record = await findRecord(db, id, 1);
      expect(JSON.parse(await recordText(db, record as NonNullable<typeof record>))).toMatchObject({
        head: { fullName: author.fullName },
        signedOn: '2026-11-22',
      });
      const records = await db.selectFrom('record').where('review_id', '=', id).select('id').execute();
      expect(records).toHaveLength(1);
      const late = await loadReview(deps, id);
      await expect(
        saveFields(deps, actorFor(author), late, [{ key: 'I.1', value: 'muộn', version: 9 }]),
      ).rejects.toMatchObject({ code: 'already-submitted' });
    });
  });
}
