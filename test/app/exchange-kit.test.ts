import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/canonical.ts';
import { type Kit, openKit as unlock } from '../../src/exchange/kit-file.ts';
import { lockWithCode } from '../../src/exchange/sealed.ts';
import { tableContents } from '../helpers/author.ts';
import {
  exchangePath,
  type FetchedKit,
  flipped,
  freshMachine,
  hiddenOn,
  issueKit,
  openKit,
  sendForm,
  twoMachines,
  type TwoMachines,
} from '../helpers/exchange.ts';
import { exempt, ratingWorld } from '../helpers/ratings.ts';
import { seedPerson } from '../helpers/people.ts';
import { seedSuggestion } from '../helpers/season.ts';

const OPEN = '/quan-tri/mo-bo-cai';

describe('the office issues a kit', () => {
  test('whose code is shown once and stands nowhere afterwards', async () => {
    const office = await ratingWorld();
    const { code } = await issueKit(office);
    const page = await (await (await office.as(office.clerk)).get(exchangePath(office))).text();
    expect(page).toContain('Đã lập');
    expect(page).not.toContain(code);
    expect(JSON.stringify(await tableContents(office.deps.store, []))).not.toContain(code);
  });

  test('once: sent twice it revokes nothing, and a second one is asked for by a tick', async () => {
    const office = await ratingWorld();
    const clerk = await office.as(office.clerk);
    const path = exchangePath(office);
    const form = { ...hiddenOn(await (await clerk.get(path)).text()), chi_bo: office.office.branch };
    expect((await clerk.post(`${path}/bo-cai`, form)).status).toBe(200);
    expect((await clerk.post(`${path}/bo-cai`, form)).status).toBe(409);
    const again = { ...hiddenOn(await (await clerk.get(path)).text()), chi_bo: office.office.branch };
    const asked = await clerk.post(`${path}/bo-cai`, again);
    expect(asked.status).toBe(422);
    expect(await asked.text()).toContain('Chỉ lập lại khi mất tệp hoặc mất mã');
    expect(await kitsOf(office)).toHaveLength(1);
    const replaced = await clerk.post(`${path}/bo-cai`, { ...again, lap_lai: '1' });
    expect(await replaced.text()).toContain('Bộ cài lập trước đó không dùng được nữa');
    expect((await kitsOf(office)).map(({ revoked_at }) => revoked_at === null)).toEqual([false, true]);
  });

  test('for no branch of somebody else, and in no campaign that has ended', async () => {
    const office = await ratingWorld();
    const clerk = await office.as(office.clerk);
    const foreign = await clerk.post(`${exchangePath(office)}/bo-cai`, { chi_bo: office.office.foreignBranch });
    expect(foreign.status).toBe(404);
    await office.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const late = await clerk.post(`${exchangePath(office)}/bo-cai`, { chi_bo: office.office.branch });
    expect(late.status).toBe(409);
    expect(await kitsOf(office)).toEqual([]);
  });
});

describe('the branch opens its kit', () => {
  test('and has the office’s ids, its people, its leaders, its exemptions and suggestions, and nothing of other branches', async () => {
    const machines = await twoMachines();
    const { office, branch } = machines;
    await exempt(office, office.member, 'elsewhere');
    await seedSuggestion(office.deps, office.campaignId, { member: office.sitting, by: office.clerk });
    await seedPerson(office.deps, office.office.otherBranch, 'Người Chi Bộ Khác');
    expect((await openKit(machines, await issueKit(office))).status).toBe(303);
    const { db } = branch.deps.store;
    const [units, members, duties, exemptions, suggestions, campaigns] = await Promise.all([
      db.selectFrom('unit').select('id').execute(),
      db.selectFrom('member').select(['id', 'full_name']).execute(),
      db.selectFrom('role').select(['account_id', 'unit_id', 'role']).execute(),
      db.selectFrom('exemption').select(['member_id', 'kind']).execute(),
      db.selectFrom('suggestion').select('member_id').execute(),
      db.selectFrom('campaign').select(['id', 'state', 'year']).execute(),
    ]);
    expect(units.map(({ id }) => id).toSorted()).toEqual([office.office.branch, office.office.committee].toSorted());
    const here = [office.secretary, office.deputy, office.sitting, office.member];
    expect(members.map(({ id }) => id).toSorted()).toEqual(here.map(({ memberId }) => memberId).toSorted());
    expect(duties).toContainEqual({
      account_id: office.secretary.accountId,
      unit_id: office.office.branch,
      role: 'secretary',
    });
    expect(duties).toContainEqual({
      account_id: machines.installer.accountId,
      unit_id: office.office.branch,
      role: 'administrator',
    });
    expect(exemptions).toEqual([{ member_id: office.member.memberId, kind: 'elsewhere' }]);
    expect(suggestions).toEqual([{ member_id: office.sitting.memberId }]);
    expect(campaigns).toEqual([{ id: office.campaignId, state: 'open', year: 2026 }]);
    const slips = await (await branch.as(machines.installer)).get(`/quan-tri/to-chuc/${office.office.branch}/phieu`);
    expect(await slips.text()).toContain(office.secretary.fullName);
  });

  test('under another name where the administrator of the machine has taken a member’s', async () => {
    const office = await ratingWorld();
    const machines = { office, ...(await freshMachine({}, office.secretary.userName)) };
    await openKit(machines, await issueKit(office));
    const account = await machines.branch.deps.store.db
      .selectFrom('account')
      .where('id', '=', office.secretary.accountId)
      .select('user_name')
      .executeTakeFirstOrThrow();
    expect(account.user_name).toBe(`${office.secretary.userName}2`);
  });

  test('once: the second time it says so and changes nothing', async () => {
    const machines = await twoMachines();
    const kit = await issueKit(machines.office);
    await openKit(machines, kit);
    const before = await contents(machines);
    expect(await refusal(machines, kit)).toContain('Máy này đã có chi bộ của bộ cài');
    expect(await contents(machines)).toEqual(before);
  });

  test('not into a machine that holds something already', async () => {
    const machines = await twoMachines();
    const kit = await issueKit(machines.office);
    await seedPerson(machines.branch.deps, machines.installer.unitId, 'Người Có Sẵn');
    const before = await contents(machines);
    expect(await refusal(machines, kit)).toContain('Bộ cài chỉ mở được ở máy vừa cài');
    expect(await contents(machines)).toEqual(before);
  });

  test('not when somebody was recorded between the preview and its confirmation', async () => {
    const machines = await twoMachines();
    const kit = await issueKit(machines.office);
    const browser = await machines.branch.as(machines.installer);
    const html = await (await sendForm(machines.branch, browser, OPEN, kit.bytes, { ma: kit.code })).text();
    const action = /action="(\/quan-tri\/mo-bo-cai\/[^"]+)"/.exec(html)?.[1] ?? '';
    await seedPerson(machines.branch.deps, machines.installer.unitId, 'Người Vừa Ghi');
    expect((await browser.post(action, hiddenOn(html))).status).toBe(422);
    expect(await machines.branch.deps.store.db.selectFrom('campaign').selectAll().execute()).toEqual([]);
  });

  test('with any case and spacing of the code, and with no other code', async () => {
    const machines = await twoMachines();
    const kit = await issueKit(machines.office);
    const wrong = { ...kit, code: kit.code.startsWith('A') ? `B${kit.code.slice(1)}` : `A${kit.code.slice(1)}` };
    expect(await refusal(machines, wrong)).toContain('Mã không mở được tệp này');
    expect(await refusal(machines, { ...kit, code: '' })).toContain('gõ mã mở bộ cài');
    const spoken = { ...kit, code: kit.code.toLowerCase().replaceAll('-', ' ') };
    expect((await openKit(machines, spoken)).status).toBe(303);
  });

  test('not when it was cut, changed, or is no kit at all', async () => {
    const machines = await twoMachines();
    const kit = await issueKit(machines.office);
    const sent = [
      { ...kit, bytes: kit.bytes.slice(0, kit.bytes.length / 2) },
      { ...kit, bytes: new Uint8Array() },
      { ...kit, bytes: new TextEncoder().encode('Kính gửi chi bộ') },
      ...[0, 30, 60, 110, 200, 1_000, kit.bytes.length - 1].map((at) => ({ ...kit, bytes: flipped(kit.bytes, at) })),
    ];
    const before = await contents(machines);
    for (const each of sent) await refusal(machines, each);
    expect(await contents(machines)).toEqual(before);
  });

  test('not of a newer program, of an older one, of the rehearsal, or with texts that do not match their hashes', async () => {
    const machines = await twoMachines();
    const kit = await issueKit(machines.office);
    const inside = await unlock(kit.bytes, kit.code);
    const other = async (change: object): Promise<FetchedKit> => ({
      ...kit,
      bytes: await lockWithCode(kit.code, new TextEncoder().encode(canonicalJson({ ...inside, ...change }))),
    });
    expect(await refusal(machines, await other({ version: 2, more: 'gì đó' }))).toContain('phiên bản mới hơn');
    expect(await refusal(machines, await other({ version: 0 }))).toContain('phiên bản cũ');
    expect(await refusal(machines, await other({ rehearsal: true }))).toContain('bản tập huấn');
    expect(await refusal(machines, await other({ forms: changedForms(inside) }))).toContain('thiếu hoặc sai nội dung');
    expect(await refusal(machines, await other({ members: [] }))).toContain('thiếu hoặc sai nội dung');
    expect((await openKit(machines, await other({}))).status).toBe(303);
  });

  test('the administrator of a fresh machine is shown the way', async () => {
    const { branch, installer } = await freshMachine();
    expect(await (await (await branch.as(installer)).get('/quan-tri')).text()).toContain('Mở bộ cài của đảng ủy');
    const office = await ratingWorld();
    const full = await (await office.as(office.administrator)).get('/quan-tri');
    expect(await full.text()).not.toContain('Mở bộ cài của đảng ủy');
    const closed = await (await office.as(office.administrator)).get(OPEN);
    expect(await closed.text()).toContain('không mở bộ cài ở đây');
  });
});

function changedForms(kit: Kit): Kit['forms'] {
  return kit.forms.map((form) => ({ ...form, body: form.body.replace('Hoàn thành', 'Hoàn toàn') }));
}

/** The words with which the page comes back. */
async function refusal({ branch, installer }: TwoMachines, kit: FetchedKit): Promise<string> {
  const answer = await sendForm(branch, await branch.as(installer), OPEN, kit.bytes, { ma: kit.code });
  expect(answer.status).toBe(422);
  return answer.text();
}

function contents({ branch }: TwoMachines): Promise<unknown> {
  return tableContents(branch.deps.store, ['session']);
}

function kitsOf(office: { deps: TwoMachines['office']['deps'] }) {
  return office.deps.store.db.selectFrom('branch_kit').orderBy('id').selectAll().execute();
}
