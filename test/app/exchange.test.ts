import { expect, test } from 'vitest';
import type { Log } from '../../src/deps.ts';
import { readSubmitted } from '../../src/reviews/reading.ts';
import { actionsLogged, begin, judgeAs, tableContents } from '../helpers/author.ts';
import {
  exchangePath,
  exportFile,
  handedUpByFile,
  importFile,
  insideOf,
  issueKit,
  officeKey,
  openKit,
  sendToOffice,
  twoMachines,
  workThrough,
} from '../helpers/exchange.ts';
import { decideAll, handUpAs, propose } from '../helpers/ratings.ts';

test('a branch without network goes from kit to hand-up, and the office has its papers as if they had come over the network', async () => {
  const machines = await twoMachines();
  const { office, branch } = machines;
  const opened = await openKit(machines, await issueKit(office));
  expect(opened.status).toBe(303);
  const here = await (await branch.as(machines.installer)).get('/quan-tri/mo-bo-cai');
  expect(await here.text()).toContain('Máy này là của Chi bộ Số 1');

  const world = await workThrough(machines);
  const table = await (await (await world.as(world.secretary)).get(world.table)).text();
  expect(table).toContain('Xuất tệp nộp cấp trên');
  const file = await exportFile(world);

  const sent = await sendToOffice(office, file);
  const clerk = await office.as(office.clerk);
  const preview = await (await clerk.get(sent.headers.get('location') ?? '')).text();
  expect(preview).toContain('Xem trước tệp của Chi bộ Số 1');
  expect(preview).toContain(office.member.fullName);
  expect(preview).toContain('2, trong đó đã tiếp nhận 0');
  expect(preview).toContain('4 hợp lệ');
  expect(await office.deps.store.db.selectFrom('review').selectAll().execute()).toEqual([]);

  const taken = await importFile(office, file);
  expect(taken.status).toBe(303);
  expect(await (await clerk.get(taken.headers.get('location') ?? '')).text()).toContain('ĐÃ NHẬP');
  expect(await (await clerk.get(office.officeBranch)).text()).toMatch(/Tốt:? 3/);
  expect((await decideAll(office)).status).toBe(303);
  expect(await actionsLogged(office.deps)).toEqual(
    expect.arrayContaining(['kit-issued', 'kit-fetched', 'roll-up-sent', 'roll-up-viewed', 'roll-up-imported']),
  );
  expect(await actionsLogged(world.deps)).toEqual(
    expect.arrayContaining(['kit-opened', 'roll-up-exported', 'roll-up-fetched']),
  );
});

test('what the office reads of a review is what its author has handed in, to the last field', async () => {
  const { office, world, file } = await handedUpByFile();
  await importFile(office, file);
  const reviews = await world.deps.store.db.selectFrom('review').select(['id', 'reference', 'state']).execute();
  expect(reviews.length).toBeGreaterThan(0);
  for (const { id } of reviews) {
    const [there, here] = await Promise.all([readSubmitted(office.deps, id), readSubmitted(world.deps, id)]);
    expect(there.content).toEqual(here.content);
  }
  for (const table of ['rating', 'ballot_votes', 'hand_up', 'hand_up_step', 'branch_summary'] as const) {
    const rows = async ({ deps }: { deps: typeof office.deps }) =>
      ((await tableContents(deps.store))[table] ?? []).map((row) => JSON.stringify(row)).toSorted();
    expect(await rows(office)).toEqual(await rows(world));
  }
  expect(await fieldsIn(office)).toEqual(await fieldsIn(world));
});

test('a draft does not travel, nor its author’s name among those who have handed in', async () => {
  const machines = await twoMachines();
  const { office } = machines;
  await openKit(machines, await issueKit(office));
  const world = await workThrough(machines);
  const id = await begin({ browser: await world.as(world.deputy), campaignId: world.campaignId });
  await world.deps.store.db
    .insertInto('review_field')
    .values({
      review_id: id,
      key: 'I.1',
      value: 'Điều chưa muốn ai đọc',
      version: 1,
      saved_at: '2026-11-22T03:00:00.000Z',
    })
    .execute();
  const inside = await insideOf(office, await exportFile(world));
  expect(inside).not.toContain('Điều chưa muốn ai đọc');
  expect(inside).not.toContain(id);
});

test('given back, the branch opens its table again, and its next file takes the place of the first', async () => {
  const { office, world, file } = await handedUpByFile();
  await importFile(office, file);
  const clerk = await office.as(office.clerk);
  expect((await clerk.post(`${office.officeBranch}/tra-lai`, { ly_do: 'Xem lại mức.' })).status).toBe(303);
  expect(await (await clerk.get(exchangePath(office))).text()).toContain('Đã trả lại');

  const secretary = await world.as(world.secretary);
  const without = await secretary.post(`/chi-bo/${world.office.branch}/xuat/mo-lai`, {});
  expect(without.status).toBe(422);
  const reopened = await secretary.post(`/chi-bo/${world.office.branch}/xuat/mo-lai`, { ly_do: 'Văn phòng trả lại.' });
  expect(reopened.status).toBe(303);
  const saved = await propose(world, secretary, world.member, { chi_bo: 'completed', ly_do: 'Chi bộ bàn lại.' });
  expect(saved.status).toBe(303);
  expect((await handUpAs(world, world.secretary)).status).toBe(303);
  const second = await exportFile(world);
  expect((await importFile(office, second)).status).toBe(303);
  const level = await office.deps.store.db
    .selectFrom('rating')
    .where('subject', '=', world.member.memberId)
    .select('branch_level')
    .executeTakeFirstOrThrow();
  expect(level.branch_level).toBe('completed');
  expect(await fieldsIn(office)).toEqual(await fieldsIn(world));
});

test('a review that went back to its author after the first file is back with him at the office too', async () => {
  const { office, world, file } = await handedUpByFile();
  await importFile(office, file);
  await (await office.as(office.clerk)).post(`${office.officeBranch}/tra-lai`, { ly_do: 'Xem lại.' });
  const secretary = await world.as(world.secretary);
  await secretary.post(`/chi-bo/${world.office.branch}/xuat/mo-lai`, { ly_do: 'Văn phòng trả lại.' });
  const review = await world.deps.store.db
    .selectFrom('review')
    .where('member_id', '=', world.member.memberId)
    .select('id')
    .executeTakeFirstOrThrow();
  const roles = [{ unitId: world.office.branch, role: 'secretary' as const }];
  await judgeAs(world.deps, world.secretary, roles, review.id, { move: 'return', remark: 'Ghi thêm mục II.' });
  expect((await handUpAs(world, world.secretary)).status).toBe(303);
  const second = await exportFile(world);
  const sent = await sendToOffice(office, second);
  const clerk = await office.as(office.clerk);
  const preview = sent.headers.get('location') ?? '';
  expect(await (await clerk.get(preview)).text()).toContain('Tệp trước có mà tệp này không có');
  expect((await clerk.post(preview, {})).status).toBe(303);
  await expect(readSubmitted(office.deps, review.id)).rejects.toThrow('no current record');
});

test('neither private key is ever on a page, in a log, or on the other machine', async () => {
  const lines: string[] = [];
  const note = (fields: object, message: string) => void lines.push(JSON.stringify(fields), message);
  const log: Log = { info: note, warn: note, error: note };
  const machines = await twoMachines({ log });
  const { office } = machines;
  const kit = await issueKit(office);
  await openKit(machines, kit);
  const world = await workThrough(machines);
  const file = await exportFile(world);
  await sendToOffice(office, file.slice(0, -1));
  await importFile(office, file);
  const { signing_key: signing } = await world.deps.store.db
    .selectFrom('opened_kit')
    .select('signing_key')
    .executeTakeFirstOrThrow();
  const { identity } = await officeKey(office);
  const [officePages, branchPages] = await Promise.all([
    pagesOf(office, office.clerk, [exchangePath(office), office.officeBranch, `/quan-tri/dot/${office.campaignId}`]),
    pagesOf(world, world.secretary, [`/chi-bo/${world.office.branch}/xuat`, world.table]),
  ]);
  const officeData = JSON.stringify(await tableContents(office.deps.store, []));
  const branchData = JSON.stringify(await tableContents(world.deps.store, []));
  const audit = JSON.stringify([officeData, branchData].map((data) => (JSON.parse(data) as { audit: unknown }).audit));
  for (const [where, text] of Object.entries({ log: lines.join('\n'), audit, officePages, branchPages })) {
    expect(text.includes(signing), `signing key in ${where}`).toBe(false);
    expect(/AGE-SECRET-KEY/i.test(text), `identity in ${where}`).toBe(false);
    expect(text.includes(kit.code), `code in ${where}`).toBe(false);
  }
  expect(officeData.includes(signing)).toBe(false);
  expect(branchData.includes(identity)).toBe(false);
  expect(officeData.split(identity)).toHaveLength(2);
  expect(branchData.split(signing)).toHaveLength(2);
});

async function pagesOf(
  world: Parameters<typeof exportFile>[0],
  person: Parameters<Parameters<typeof exportFile>[0]['as']>[0],
  paths: readonly string[],
): Promise<string> {
  const browser = await world.as(person);
  const pages = await Promise.all(paths.map(async (path) => (await browser.get(path)).text()));
  return pages.join('\n');
}

async function fieldsIn({ deps }: Pick<Parameters<typeof exportFile>[0], 'deps'>): Promise<unknown> {
  const rows = await deps.store.db
    .selectFrom('review_field')
    .innerJoin('review', 'review.id', 'review_field.review_id')
    .where('review.state', '!=', 'draft')
    .where('review_field.value', '!=', '')
    .where('review_field.key', 'not like', 'NOP.%')
    .orderBy('review_field.review_id')
    .orderBy('review_field.key')
    .select(['review_field.review_id', 'review_field.key', 'review_field.value'])
    .execute();
  return rows;
}
