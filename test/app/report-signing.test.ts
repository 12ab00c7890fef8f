import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../src/canonical.ts';
import type { ReportContent } from '../../src/reports/content.ts';
import { takeNumber } from '../../src/reports/statements.ts';
import { fakePdf } from '../helpers/app.ts';
import { tableContents, wordsOn } from '../helpers/author.ts';
import { logged, textAt } from '../helpers/branch.ts';
import { seedCampaign } from '../helpers/people.ts';
import { propose } from '../helpers/ratings.ts';
import {
  reopenAs,
  reportWorld,
  type ReportWorld,
  signAs,
  SIGNING,
  versionShown,
  writeTexts,
} from '../helpers/reports.ts';

async function editions({ deps }: ReportWorld) {
  const { db } = deps.store;
  const rows = await db.selectFrom('report_edition').orderBy('edition').selectAll().execute();
  return Promise.all(
    rows.map(async (row) => {
      const parts = await db.selectFrom('report_edition_part').where('edition_id', '=', row.id).selectAll().execute();
      const text = parts
        .toSorted((left, right) => left.part - right.part)
        .map(({ body }) => body)
        .join('');
      return { ...row, text, content: JSON.parse(text) as ReportContent };
    }),
  );
}

async function numbers({ deps }: ReportWorld): Promise<number[]> {
  const rows = await deps.store.db.selectFrom('document_number').selectAll().execute();
  return rows.map(({ number }) => number).toSorted((left, right) => left - right);
}

/** Another report of the branch bears this number already. */
async function giveAway({ deps, office }: ReportWorld, number: number, term = '2025-2030'): Promise<void> {
  const row = { unit_id: office.branch, kind: 'BC', term, number, holder_id: deps.newId() };
  await deps.store.atomic([takeNumber(deps.store.db, row)]);
}

describe('a report that is signed', () => {
  test('is frozen with its number, day and signer, and what changes afterwards does not change it', async () => {
    const pdf = fakePdf();
    const world = await reportWorld({ pdf });
    await writeTexts(world, world.leader, { strengths: 'Giữ nền nếp.' });
    expect((await signAs(world)).status).toBe(303);
    const [edition] = await editions(world);
    expect(edition).toMatchObject({ edition: 1, number: 5, term: '2025-2030', signed_on: '2026-11-22' });
    expect(edition?.sha256).toBe(sha256Hex(edition?.text ?? ''));
    expect(edition?.content).toMatchObject({ draft: null, number: 5, signer: { post: 'BÍ THƯ', name: 'Lê Văn Thư' } });
    await propose(world, world.leader, world.member, { chi_bo: 'good', ly_do: 'Chi bộ thống nhất.' });
    expect((await world.leader.get(world.path('/bao-cao.pdf'))).status).toBe(200);
    const paper = wordsOn(pdf.printed.at(-1) ?? '');
    expect(paper).toContain('Số 05-BC/CB');
    expect(paper).toContain('ngày 22 tháng 11 năm 2026');
    expect(paper).not.toContain('Dự thảo');
    expect(paper).not.toContain('Tốt 1 ');
    expect(await textAt(world.leader, world.path())).toContain('Đã ký, số 05-BC/CB');
    expect(await logged(world.deps, 'report-signed')).toHaveLength(1);
  });

  test('takes no text, no draft and no second signature', async () => {
    const world = await reportWorld();
    await signAs(world);
    const before = await tableContents(world.deps.store);
    const { leader, path } = world;
    expect((await leader.json(path('/o'), { key: 'causes', value: 'x', version: 0 })).status).toBe(409);
    expect((await leader.post(path(), { causes: 'x', 'v:causes': '0' })).status).toBe(409);
    expect((await leader.post(path('/du-thao'), { phien_ban: '2' })).status).toBe(409);
    const again = { phien_ban: '2', ...SIGNING, so: '6', nguoi_ky: world.secretary.accountId };
    expect((await leader.post(path('/ky'), again)).status).toBe(409);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('is opened again only with a reason, and signed again it is another edition under its number', async () => {
    const pdf = fakePdf();
    const world = await reportWorld({ pdf });
    await signAs(world);
    const refused = await reopenAs(world, '  ');
    expect(refused.status).toBe(422);
    expect(wordsOn(await refused.text())).toContain('Đồng chí ghi lý do mở lại báo cáo đã ký.');
    expect((await reopenAs(world, 'Ghi sót một đồng chí.')).status).toBe(303);
    const page = await textAt(world.leader, world.path());
    expect(page).toContain('Dự thảo lần 2');
    expect(page).toContain('Ghi sót một đồng chí.');
    await writeTexts(world, world.leader, { causes: 'Thêm sau.' });
    expect((await signAs(world)).status).toBe(303);
    const [first, second] = await editions(world);
    expect(first?.content.texts.causes).toBe('');
    expect(second).toMatchObject({ edition: 2, number: 5 });
    expect(second?.content.texts.causes).toBe('Thêm sau.');
    expect(await numbers(world)).toEqual([5]);
    await world.leader.get(world.path('/bao-cao.pdf?ban=1'));
    expect(wordsOn(pdf.printed.at(-1) ?? '')).not.toContain('Thêm sau.');
    expect((await world.leader.get(world.path('/bao-cao.pdf?ban=3'))).status).toBe(404);
  });

  test('that no longer is what was frozen is never printed', async () => {
    const world = await reportWorld();
    await signAs(world);
    await world.deps.store.db.updateTable('report_edition_part').set({ body: '{}' }).execute();
    expect((await world.leader.get(world.path('/bao-cao.pdf'))).status).toBe(500);
  });
});

describe('the number of a report', () => {
  test('is proposed as the one after the last of its term', async () => {
    const world = await reportWorld();
    await signAs(world);
    await reopenAs(world, 'Sửa.');
    await giveAway(world, 8);
    const { deps, office } = world;
    // The year after, with a campaign and a report of its own.
    await seedCampaign(deps, office.committee, { year: 2027, opens_on: '2026-11-02', due_on: '2027-12-15' });
    await world.leader.post(world.path('/lap'), {});
    expect(await (await world.leader.get(world.path())).text()).toMatch(/name="so"[^>]* value="09"/);
  });

  test('that is taken is refused in plain words, and nothing is signed', async () => {
    const world = await reportWorld();
    await giveAway(world, 5);
    const before = await tableContents(world.deps.store);
    const answer = await signAs(world);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(wordsOn(page)).toContain('Số 05-BC/CB đã dùng cho một báo cáo khác của chi bộ trong nhiệm kỳ này.');
    expect(page).toMatch(/name="ngay_ky"[^>]* value="22\/11\/2026"/);
    expect(await tableContents(world.deps.store)).toEqual(before);
    expect((await signAs(world, { so: '6' })).status).toBe(303);
    expect(await numbers(world)).toEqual([5, 6]);
  });

  test('of another term, or of another branch, is free', async () => {
    const world = await reportWorld();
    await giveAway(world, 5, '2020-2025');
    const other = { ...world, office: { ...world.office, branch: world.office.otherBranch } };
    await giveAway(other, 5);
    expect((await signAs(world)).status).toBe(303);
  });

  test.each(['5', '005', 'Số 5-BC/CB', '5 - bc/cb'])('may be typed as “%s”', async (so) => {
    const world = await reportWorld();
    expect((await signAs(world, { so })).status).toBe(303);
    expect(await numbers(world)).toEqual([5]);
  });
});

describe('what is typed to sign', () => {
  test.each([
    [{ so: '' }, 'Số của báo cáo ghi bằng số, ví dụ 05.'],
    [{ so: '0' }, 'Số của báo cáo ghi bằng số, ví dụ 05.'],
    [{ so: 'năm' }, 'Số của báo cáo ghi bằng số, ví dụ 05.'],
    [{ nhiem_ky_tu: '' }, 'Đồng chí ghi năm bắt đầu nhiệm kỳ của chi bộ'],
    [{ nhiem_ky_den: '2024' }, 'Nhiệm kỳ ghi từ năm trước đến năm sau'],
    [{ nhiem_ky_den: '2040' }, 'Nhiệm kỳ ghi từ năm trước đến năm sau'],
    [{ ngay_ky: '' }, 'Đồng chí ghi ngày ký báo cáo.'],
    [{ ngay_ky: '23/11/2026' }, 'Ngày ký không thể ở tương lai.'],
    [{ nguoi_ky: 'khong-co' }, 'Đồng chí chọn người ký trong danh sách.'],
  ])('%j comes back with “%s”', async (wrong, sentence) => {
    const world = await reportWorld();
    const before = await tableContents(world.deps.store);
    const answer = await signAs(world, wrong);
    expect(answer.status).toBe(422);
    expect(wordsOn(await answer.text())).toContain(sentence);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('over a page that is out of date changes nothing', async () => {
    const world = await reportWorld();
    const version = await versionShown(world.other, world.path());
    await world.leader.post(world.path('/du-thao'), { phien_ban: version });
    const before = await tableContents(world.deps.store);
    const answer = await signAs(world, { phien_ban: version }, world.other);
    expect(answer.status).toBe(409);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('by another than its leaders is refused', async () => {
    const world = await reportWorld();
    const version = await versionShown(world.leader, world.path());
    const sitting = await world.as(world.sitting);
    const typed = { phien_ban: version, ...SIGNING, nguoi_ky: world.secretary.accountId };
    expect((await sitting.post(world.path('/ky'), typed)).status).toBe(404);
    expect(await editions(world)).toEqual([]);
  });
});
