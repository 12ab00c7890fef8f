import { describe, expect, it } from 'vitest';
import { userNamesFrom } from '../../../src/accounts/queries.ts';
import { logPage } from '../../../src/audit/queries.ts';
import { logRow } from '../../../src/audit/statements.ts';
import { peopleNamed } from '../../../src/campaigns/queries.ts';
import { duePapers } from '../../../src/records/queries.ts';
import { askForPaper, insertRecord } from '../../../src/records/statements.ts';
import { plain } from '../../../src/storage/statement.ts';
import { rosterOf } from '../../../src/units/queries.ts';
import { foldName } from '../../../src/units/rules.ts';
import { insertUnit } from '../../../src/units/statements.ts';
import { seedPerson } from '../../helpers/people.ts';
import { actorFor, begun, type World } from './world.ts';

export function reading(world: () => World): void {
  it('one of none is nobody, and none of none is everybody', async () => {
    const units = world().db.selectFrom('unit').select('id');
    const all = await units.execute();
    expect(all.length).toBeGreaterThan(0);
    expect(await units.where('id', 'in', []).execute()).toEqual([]);
    expect(await units.where('id', 'not in', []).execute()).toHaveLength(all.length);
  });

  describe('pages', () => {
    it('of the log hold each line once, in the order in which they were written, whatever is written meanwhile', async () => {
      const here = world();
      const line = (detail: string) =>
        logRow(here.deps, actorFor(here.author), {
          action: 'members-read',
          subject: { kind: 'unit', id: here.office.committee },
          detail,
        });
      const beginning = here.deps.newId();
      const written = Array.from({ length: 105 }, (_, place) => `trang ${place}`);
      for (const detail of written) await here.deps.store.atomic([line(detail)]);
      const read: string[] = [];
      const sizes: number[] = [];
      for (let after = beginning; ;) {
        const page = await logPage(here.db, after, 25);
        const last = page.at(-1);
        if (!last) break;
        sizes.push(page.length);
        read.push(...page.map(({ detail }) => detail));
        after = last.id;
        if (sizes.length <= 5) await here.deps.store.atomic([line('viết sau')]);
      }
      expect(read).toEqual([...written, ...Array(5).fill('viết sau')]);
      expect(sizes.slice(0, 4)).toEqual([25, 25, 25, 25]);
    });

    it('of papers still to be made hold as many as asked for, the oldest first', async () => {
      const here = world();
      const person = await seedPerson(here.deps, here.office.branch, 'Hồ Thị Chờ In');
      const [reviewId, id] = [await begun(here, person), here.deps.newId()];
      const at = '2026-11-20T00:00:00.000Z';
      const record = { id, review_id: reviewId, submission: 1, sha256: '', bytes: 2, form_id: '2b-2025' };
      const frozen = { edition_a: 'a-27-v1', edition_b: 'b-25-v1', template: '', frozen_at: at, superseded: 0 };
      const days = ['04', '02', '05', '01', '03'];
      await here.deps.store.atomic([
        ...insertRecord(here.db, { ...record, ...frozen }, '{}'),
        ...days.map((day) =>
          askForPaper(here.db, {
            id: here.deps.newId(),
            record_id: id,
            variant: `due ${day}`,
            due_at: `2026-01-${day}T00:00:00.000Z`,
          }),
        ),
      ]);
      const due = async (now: string, most: number) =>
        (await duePapers(here.db, now, most)).map(({ variant }) => variant);
      expect(await due('2026-01-04T00:00:00.000Z', 3)).toEqual(['due 01', 'due 02', 'due 03']);
      expect(await due('2026-01-03T23:59:59.999Z', 9)).toEqual(['due 01', 'due 02', 'due 03']);
    });
  });

  describe('a search for a name', () => {
    const NAMES = [
      'Đỗ Thị Ước',
      'đỗ  thị ưởng',
      'Do Thi Uoc Mo',
      'Đặng Ước',
      'Lò 50%',
      'Lò 50 phần',
      'Vi_Văn',
      'Vi Văn',
      'Tô\\Sáu',
    ];

    it('finds it without marks, with them, in capitals and in part; and the letters of a pattern are letters', async () => {
      const here = world();
      for (const name of NAMES) await seedPerson(here.deps, here.office.otherBranch, name);
      const named = async (typed: string) =>
        (await peopleNamed(here.db, foldName(typed))).map(({ full_name: name }) => name);
      expect(await named('do thi uoc')).toEqual(['Đỗ Thị Ước', 'Do Thi Uoc Mo']);
      expect(await named('ĐỖ THỊ')).toEqual(['Đỗ Thị Ước', 'Do Thi Uoc Mo', 'đỗ  thị ưởng']);
      expect(await named('Ước'.normalize('NFD'))).toEqual(['Đặng Ước', 'Đỗ Thị Ước', 'Do Thi Uoc Mo']);
      expect(await named('thị  ước')).toEqual(['Đỗ Thị Ước', 'Do Thi Uoc Mo']);
      expect(await named('50%')).toEqual(['Lò 50%']);
      expect(await named('vi_v')).toEqual(['Vi_Văn']);
      expect(await named('to\\s')).toEqual(['Tô\\Sáu']);
      expect(await named('d%c')).toEqual([]);
      expect(await named("uoc' or '1'='1")).toEqual([]);
    });

    it('finds the user names that begin so, and no others', async () => {
      const here = world();
      const account = { member_id: null, display_name: '', password: null, disabled: 0, created_at: '', version: 1 };
      const names = ['to.an', 'to.an2', 'to.an.binh', 'to.ao', 'to_an', 'to', 'ut.an'];
      await here.deps.store.atomic(
        names.map((name) =>
          plain(here.db.insertInto('account').values({ ...account, id: here.deps.newId(), user_name: name })),
        ),
      );
      expect([...(await userNamesFrom(here.db, 'to.an'))].toSorted()).toEqual(['to.an', 'to.an.binh', 'to.an2']);
    });
  });

  describe('lists', () => {
    it('of people go by tên, then họ, then đệm, as Vietnamese letters do', async () => {
      const here = world();
      const unit = { kind: 'branch' as const, paper_name: '', place: '', has_branch_committee: 0, version: 1 };
      const id = here.deps.newId();
      await here.deps.store.atomic([insertUnit(here.db, { ...unit, id, parent_id: null, name: 'Chi bộ Thứ Tự' })]);
      const ordered = [
        'Nguyễn Văn An',
        'Trần An',
        'Trần Bình An',
        'Trần Văn An',
        'Lê Ân',
        'Đỗ Thị Dung',
        'Lê Đức Dung',
        'An Đào',
        'Bùi Ích',
        'Y',
      ];
      for (const name of ordered.toReversed()) await seedPerson(here.deps, id, name);
      expect((await rosterOf(here.db, id)).map(({ full_name: name }) => name)).toEqual(ordered);
    });

    it('of texts go letter by letter, whatever language the database was made for', async () => {
      const here = world();
      const texts = [
        '',
        ' ',
        '-',
        '1',
        '10',
        '2',
        'B',
        'Z',
        '_',
        'a',
        'a b',
        'aB',
        'ab',
        'b',
        '~',
        'Á',
        'á',
        'Đ',
        'đ',
        'ế',
      ];
      const key = (place: number) => `order-${String(place).padStart(2, '0')}`;
      await here.deps.store.atomic(
        texts
          .toReversed()
          .map((value, place) => plain(here.db.insertInto('setting').values({ key: key(place), value }))),
      );
      const ours = here.db.selectFrom('setting').where('key', 'like', 'order-%').select('value');
      const valuesOf = (rows: { value: string }[]) => rows.map(({ value }) => value);
      expect(valuesOf(await ours.orderBy('value').execute())).toEqual(texts);
      expect(valuesOf(await ours.orderBy('value', 'desc').execute())).toEqual(texts.toReversed());
      expect(valuesOf(await ours.where('value', '>', 'a').where('value', '<', 'b').orderBy('value').execute())).toEqual(
        ['a b', 'aB', 'ab'],
      );
      expect(valuesOf(await ours.where('value', 'in', ['A', 'a', 'd', 'đ', 'é']).orderBy('value').execute())).toEqual([
        'a',
        'đ',
      ]);
    });
  });
}
