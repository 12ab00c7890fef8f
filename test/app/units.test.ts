import { describe, expect, test } from 'vitest';
import { changeUnit } from '../../src/units/changing.ts';
import { findUnit, unitAndAbove, type UnitRow } from '../../src/units/queries.ts';
import { insertUnit } from '../../src/units/statements.ts';
import { actorFor, wordsOn } from '../helpers/author.ts';
import { formAt, officeWorld, type OfficeWorld } from '../helpers/office.ts';

/** Committees one below another under the world's own; answers their ids from the top down. */
async function chain({ deps, office }: OfficeWorld, levels: number, name = 'Đảng ủy bộ phận cấp'): Promise<string[]> {
  const ids: string[] = [];
  for (let level = 1; level <= levels; level += 1) {
    const id = deps.newId();
    await deps.store.atomic([
      insertUnit(deps.store.db, {
        id,
        parent_id: ids.at(-1) ?? office.committee,
        kind: 'committee',
        name: `${name} ${level}`,
        paper_name: `${name} ${level}`.toUpperCase(),
        place: 'Hà Nội',
        has_branch_committee: 0,
        version: 1,
      }),
    ]);
    ids.push(id);
  }
  return ids;
}

function pathOf(unitId: string): string {
  return `/quan-tri/to-chuc/${unitId}/sua`;
}

async function unitNow({ db }: OfficeWorld, id: string): Promise<UnitRow> {
  return (await findUnit(db, id)) as UnitRow;
}

describe('changing a unit', () => {
  test('its name, paper name, place and chi ủy are stored, and the log says who did it', async () => {
    const it = await officeWorld();
    const path = pathOf(it.office.otherBranch);
    const form = await formAt(it.desk, path, {
      ten: 'Chi bộ Tổ dân phố số 2',
      ten_van_ban: 'Chi bộ\r\nTổ dân phố số 2',
      noi: 'Sơn Tây',
      co_chi_uy: '1',
    });
    expect((await it.desk.post(path, form)).headers.get('location')).toBe(`/quan-tri/to-chuc/${it.office.otherBranch}`);
    expect(await unitNow(it, it.office.otherBranch)).toMatchObject({
      name: 'Chi bộ Tổ dân phố số 2',
      paper_name: 'CHI BỘ\nTỔ DÂN PHỐ SỐ 2',
      place: 'Sơn Tây',
      has_branch_committee: 1,
      parent_id: it.office.committee,
      version: 2,
    });
    expect(await it.actions()).toEqual(['unit-changed']);
  });

  test('what is wrong comes back with its reason, and nothing is stored', async () => {
    const it = await officeWorld();
    const path = pathOf(it.office.branch);
    const answer = await it.admin.post(path, await formAt(it.admin, path, { ten: '', noi: 'Ba Vì' }));
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('Đồng chí ghi tên tổ chức.');
    expect(html).toContain('value="Ba Vì"');
    expect(await unitNow(it, it.office.branch)).toMatchObject({ name: 'Chi bộ Số 1', version: 1 });
    expect(await it.actions()).toEqual([]);
  });

  test('the name of a sister unit is refused', async () => {
    const it = await officeWorld();
    const path = pathOf(it.office.branch);
    const answer = await it.admin.post(path, await formAt(it.admin, path, { ten: 'Chi bộ Số 2' }));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('đã có tổ chức tên “Chi bộ Số 2”');
  });

  test('two people on one form: the second sees both words, and may save over them knowingly', async () => {
    const it = await officeWorld();
    const path = pathOf(it.office.branch);
    const [first, second] = [
      await formAt(it.admin, path, { ten: 'Chi bộ Một' }),
      await formAt(it.desk, path, { ten: 'Chi bộ Số Một' }),
    ];
    expect((await it.admin.post(path, first)).status).toBe(303);
    const answer = await it.desk.post(path, second);
    const html = await answer.text();
    expect(answer.status).toBe(409);
    expect(html).toContain('value="Chi bộ Số Một"');
    expect(wordsOn(html)).toContain('Người khác vừa ghi: “Chi bộ Một”.');
    expect((await unitNow(it, it.office.branch)).name).toBe('Chi bộ Một');
    const again = { ...second, phien_ban: '2' };
    expect((await it.desk.post(path, again)).status).toBe(303);
    expect((await unitNow(it, it.office.branch)).name).toBe('Chi bộ Số Một');
  });

  test('a double click saves once', async () => {
    const it = await officeWorld();
    const path = pathOf(it.office.branch);
    const form = await formAt(it.admin, path, { ten: 'Chi bộ Một' });
    const answers = await Promise.all([it.admin.post(path, form), it.admin.post(path, form)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await unitNow(it, it.office.branch)).toMatchObject({ name: 'Chi bộ Một', version: 2 });
  });

  test('a neighbour’s unit looks as if it did not exist', async () => {
    const it = await officeWorld();
    const path = pathOf(it.office.foreignBranch);
    expect((await it.admin.get(path)).status).toBe(404);
    expect((await it.admin.post(path, { ten: 'Của ta', phien_ban: '1' })).status).toBe(404);
    expect((await unitNow(it, it.office.foreignBranch)).name).toBe('Chi bộ Láng Giềng');
  });
});

describe('hanging a unit below another committee', () => {
  test('moves it with everything below it, at any depth', async () => {
    const it = await officeWorld();
    const [, middle = ''] = await chain(it, 3);
    const path = pathOf(it.office.branch);
    expect((await it.admin.post(path, await formAt(it.admin, path, { cap_tren: middle }))).status).toBe(303);
    expect((await unitNow(it, it.office.branch)).parent_id).toBe(middle);
    const overview = wordsOn(await (await it.admin.get('/quan-tri')).text());
    expect(overview.lastIndexOf('Chi bộ Số 1')).toBeGreaterThan(overview.indexOf('Đảng ủy bộ phận cấp 2'));
    const audit = await it.db.selectFrom('audit').select('detail').execute();
    expect(audit).toEqual([{ detail: `moved from ${it.office.committee} to ${middle}` }]);
  });

  test('never below itself or what hangs below it', async () => {
    const it = await officeWorld();
    const [top = '', , bottom = ''] = await chain(it, 3);
    const path = pathOf(top);
    for (const cap_tren of [top, bottom]) {
      const answer = await it.admin.post(path, await formAt(it.admin, path, { cap_tren }));
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('không thể trực thuộc chính nó');
    }
    expect((await unitNow(it, top)).parent_id).toBe(it.office.committee);
  });

  test('two moves that would close a circle together: the second is refused', async () => {
    const it = await officeWorld();
    const [a = ''] = await chain(it, 1, 'Đảng ủy A');
    const [b = '', below = ''] = await chain(it, 2, 'Đảng ủy B');
    const [one, two] = [await unitNow(it, a), await unitNow(it, b)];
    const change = (unit: UnitRow, parentId: string) =>
      changeUnit(it.deps, actorFor(it.administrator), unit, {
        parentId,
        version: unit.version,
        name: unit.name,
        paperName: unit.paper_name,
        place: unit.place,
        hasBranchCommittee: false,
      });
    const outcomes = await Promise.allSettled([change(one, below), change(two, a)]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refused).toMatchObject([
      { code: 'invalid-input', fields: { cap_tren: expect.stringContaining('chính nó') } },
    ]);
    for (const id of [a, b, below]) {
      expect((await unitAndAbove(it.db, id)).map((unit) => unit.id)).toContain(it.office.committee);
    }
  });

  test('no deeper than the tree may be', async () => {
    const it = await officeWorld();
    const deep = await chain(it, 11);
    const path = pathOf(it.office.branch);
    const lowest = await it.admin.post(path, await formAt(it.admin, path, { cap_tren: deep.at(-1) ?? '' }));
    expect(lowest.status).toBe(422);
    expect(await lowest.text()).toContain('Cây tổ chức sâu nhất 12 cấp');
    const fits = await it.admin.post(path, await formAt(it.admin, path, { cap_tren: deep.at(-2) ?? '' }));
    expect(fits.status).toBe(303);
  });

  test('not below a branch, and not below a committee of somebody else’s', async () => {
    const it = await officeWorld();
    const path = pathOf(it.office.branch);
    const branch = await it.admin.post(path, await formAt(it.admin, path, { cap_tren: it.office.otherBranch }));
    expect(branch.status).toBe(422);
    expect(await branch.text()).toContain('Chi bộ không có tổ chức trực thuộc');
    const foreign = await it.admin.post(path, await formAt(it.admin, path, { cap_tren: it.office.foreignCommittee }));
    expect(foreign.status).toBe(404);
    expect((await unitNow(it, it.office.branch)).parent_id).toBe(it.office.committee);
  });

  test('the top of one’s own part of the tree stays where it is', async () => {
    const it = await officeWorld();
    const [top = ''] = await chain(it, 1);
    const local = await it.person('Quản Trị Bộ Phận', { role: 'administrator', roleUnit: it.office.branch });
    const browser = await it.as(local);
    const path = pathOf(it.office.branch);
    expect(await (await browser.get(path)).text()).not.toContain('name="cap_tren"');
    const answer = await browser.post(path, await formAt(browser, path, { cap_tren: top }));
    expect(answer.status).toBe(422);
    expect((await unitNow(it, it.office.branch)).parent_id).toBe(it.office.committee);
  });
});
