import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import type { Viewer } from '../../src/http/context.ts';
import { beginImport, writeImport } from '../../src/imports/commands.ts';
import { findImport, membersOf } from '../../src/imports/queries.ts';
import { undoImport } from '../../src/imports/undo.ts';
import { changeUnit } from '../../src/units/changing.ts';
import { answerRequest, collectCode, makeNewCode } from '../../src/units/codes.ts';
import { findCodeRequest, findMember, findUnit, type MemberRow, type UnitRow } from '../../src/units/queries.ts';
import { insertUnit, mayHangBelow } from '../../src/units/statements.ts';
import { actorFor } from '../helpers/author.ts';
import { depsOn } from '../helpers/engine-deps.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { ENGINES } from './engines.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';

/** What the office's lists of statements ask of an engine beyond plain writes: guards that look around, many rows at once. */
describe.each(Object.entries(ENGINES))('the office on %s', (_name, open) => {
  let opened: OpenedStore;
  let deps: Deps;
  let office: Office;
  let clerk: Person;
  let second: Person;

  beforeAll(async () => {
    opened = await open();
    deps = await depsOn(opened.store);
    office = await seedOffice(deps);
    const roles = [{ unitId: office.committee, role: 'office' as const }];
    clerk = await seedPerson(deps, office.otherBranch, 'Trần Văn Phòng', { roles });
    second = await seedPerson(deps, office.otherBranch, 'Người Thứ Hai', { roles });
  }, 60_000);

  afterAll(() => opened.close());

  function viewerFor(person: Person): Viewer {
    return {
      accountId: person.accountId,
      sessionId: '',
      userName: person.userName,
      displayName: person.fullName,
      memberId: person.memberId,
      unitId: person.unitId,
      unitName: null,
      roles: [{ unitId: office.committee, role: 'office' }],
      mustChoosePassword: false,
      mustAcknowledge: false,
      mustReadNotices: false,
    };
  }

  it('a unit never hangs below itself, however deep, nor deeper than the tree may be', async () => {
    const { db } = deps.store;
    const ids = Array.from({ length: 3 }, () => deps.newId());
    for (const [at, id] of ids.entries()) {
      const parent = ids[at - 1] ?? office.committee;
      const names = { name: `Cấp ${at}`, paper_name: `CẤP ${at}`, place: 'Hà Nội' };
      const unit = { id, parent_id: parent, kind: 'committee' as const, ...names, has_branch_committee: 0, version: 1 };
      await deps.store.atomic([insertUnit(db, unit)]);
    }
    const [top = '', , bottom = ''] = ids;
    await expect(deps.store.atomic([mayHangBelow(db, top, bottom, 1)])).rejects.toMatchObject({ name: 'LostGuard' });
    await expect(deps.store.atomic([mayHangBelow(db, top, top, 1)])).rejects.toMatchObject({ name: 'LostGuard' });
    await expect(deps.store.atomic([mayHangBelow(db, office.branch, bottom, 9)])).rejects.toMatchObject({
      name: 'LostGuard',
    });
    await deps.store.atomic([mayHangBelow(db, office.branch, bottom, 8)]);
    const branch = (await findUnit(db, office.branch)) as UnitRow;
    const change = { parentId: bottom, version: 1, name: branch.name, paperName: branch.paper_name, place: 'Hà Nội' };
    await changeUnit(deps, actorFor(clerk), branch, { ...change, hasBranchCommittee: true });
    expect((await findUnit(db, office.branch))?.parent_id).toBe(bottom);
  });

  it('an import of some hundred people is written whole and taken back whole', async () => {
    const { db } = deps.store;
    const unit = (await findUnit(db, office.otherBranch)) as UnitRow;
    const people = Array.from({ length: 200 }, (_, at) => ({
      no: at + 2,
      cells: [`Lý Thị ${'ABCDEFGH'[at % 8]}`, String(1930 + (at >> 3))],
    }));
    const rows = [{ no: 1, cells: ['Họ và tên', 'Năm sinh'] }, ...people];
    const id = await beginImport(deps, viewerFor(clerk), unit, 'ds.csv', { rows, sheet: '', otherSheets: 0 });
    const row = await findImport(db, id);
    if (!row) throw new Error('no import');
    const usual = { unitId: unit.id, standing: 'no_post' as const, official: '1' as const, hasAgency: false };
    const content = { ...row.content, matched: true, usual };
    const write = () => writeImport(deps, actorFor(clerk), viewerFor(clerk), unit, { ...row, content });
    await Promise.all([write(), write()]);
    expect(await membersOf(db, id)).toHaveLength(200);
    const done = await findImport(db, id);
    if (!done) throw new Error('no import');
    await Promise.all([undoImport(deps, actorFor(clerk), done), undoImport(deps, actorFor(clerk), done)]);
    expect(await membersOf(db, id)).toEqual([]);
    expect((await findImport(db, id))?.content.report).toMatchObject({ made: 200, takenBack: 200 });
  }, 60_000);

  it('a code for an author waits for a second person and is handed out once', async () => {
    const { db } = deps.store;
    const author = await seedPerson(deps, office.otherBranch, 'Đỗ Thị Ước');
    const campaign = await findCampaign(db, await seedCampaign(deps, office.committee));
    const member = (await findMember(db, author.memberId)) as MemberRow;
    if (!campaign) throw new Error('no campaign');
    await beginReview(deps, actorFor(author), campaign, member);
    const made = await makeNewCode(deps, actorFor(clerk), viewerFor(clerk), member);
    const id = 'requestId' in made ? made.requestId : '';
    const request = async () => (await findCodeRequest(db, id)) ?? Promise.reject(new Error('no request'));
    const confirm = async () => answerRequest(deps, actorFor(second), viewerFor(second), await request(), 'confirmed');
    await confirm();
    await expect(confirm()).rejects.toMatchObject({ code: 'not-allowed-now' });
    const confirmed = await request();
    const collect = () => collectCode(deps, actorFor(clerk), viewerFor(clerk), confirmed);
    const codes = await Promise.allSettled([collect(), collect()]);
    expect(codes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await db.selectFrom('one_time_code').select('id').execute()).toHaveLength(1);
  });
});
