import { describe, expect, test } from 'vitest';
import { fakePdf } from '../helpers/app.ts';
import { tableContents, wordsOn } from '../helpers/author.ts';
import { logged, textAt } from '../helpers/branch.ts';
import { handUpAs, ratingWorld } from '../helpers/ratings.ts';
import { pageForm, reportWorld, versionShown, writeTexts } from '../helpers/reports.ts';

describe('a branch’s report', () => {
  test('is begun once, by a secretary or deputy, and told of in the log', async () => {
    const world = await ratingWorld();
    const leader = await world.as(world.secretary);
    const path = `/chi-bo/${world.office.branch}/bao-cao`;
    expect(await textAt(leader, path)).toContain('Chưa lập');
    expect((await (await world.as(world.deputy)).get(`${path}/bao-cao.pdf`)).status).toBe(409);
    expect((await leader.post(`${path}/lap`, {})).status).toBe(303);
    expect((await leader.post(`${path}/lap`, {})).status).toBe(303);
    expect(await world.deps.store.db.selectFrom('branch_report').selectAll().execute()).toHaveLength(1);
    expect(await textAt(leader, path)).toContain('Dự thảo lần 1');
    expect(await logged(world.deps, 'report-begun')).toHaveLength(1);
    expect(await logged(world.deps, 'report-viewed')).not.toEqual([]);
  });

  test('cannot be begun once the campaign is over', async () => {
    const world = await ratingWorld({}, { state: 'closed' });
    const leader = await world.as(world.secretary);
    const path = `/chi-bo/${world.office.branch}/bao-cao`;
    expect((await leader.post(`${path}/lap`, {})).status).toBe(409);
    expect(await textAt(leader, path)).toContain('Đợt này đã kết thúc');
    expect(await world.deps.store.db.selectFrom('branch_report').selectAll().execute()).toEqual([]);
  });

  test('keeps what its leaders write, and prints it', async () => {
    const pdf = fakePdf();
    const world = await reportWorld({ pdf });
    const answer = await writeTexts(world, world.leader, {
      strengths: 'Giữ nền nếp sinh hoạt.',
      date: '10/12/2026',
      [`reason.${world.member.memberId}`]: 'Đi viện từ tháng 10.',
    });
    expect(answer.status).toBe(303);
    expect(await pageForm(world.other, world.path())).toMatchObject({
      strengths: 'Giữ nền nếp sinh hoạt.',
      date: '10/12/2026',
      [`reason.${world.member.memberId}`]: 'Đi viện từ tháng 10.',
    });
    expect((await world.leader.get(world.path('/bao-cao.pdf'))).headers.get('content-type')).toBe('application/pdf');
    const paper = wordsOn(pdf.printed.at(-1) ?? '');
    for (const words of ['Dự thảo lần 1', 'Số ……-BC/CB', 'ngày 10 tháng 12 năm 2026', 'Giữ nền nếp sinh hoạt.']) {
      expect(paper).toContain(words);
    }
    expect(paper).toContain('Đi viện từ tháng 10.');
    expect(await logged(world.deps, 'paper-printed')).toMatchObject([{ detail: 'du-thao-1-bao-cao' }]);
  });

  test('saves each text by itself while it is typed', async () => {
    const world = await reportWorld();
    const save = (value: string, version: number) =>
      world.leader.json(world.path('/o'), { key: 'causes', value, version });
    expect(await (await save('Thiếu đôn đốc.', 0)).json()).toMatchObject({ key: 'causes', version: 1 });
    expect(await (await save('Thiếu đôn đốc quý II.', 1)).json()).toMatchObject({ version: 2 });
    // An answer that was lost on the way: the same text again is no conflict.
    expect((await save('Thiếu đôn đốc quý II.', 1)).status).toBe(200);
    expect(await pageForm(world.leader, world.path())).toMatchObject({ causes: 'Thiếu đôn đốc quý II.' });
    expect(await logged(world.deps, 'report-changed')).toHaveLength(1);
  });

  test('never loses one of two leaders’ texts: both are shown, and the choice is kept', async () => {
    const world = await reportWorld();
    const opened = await pageForm(world.other, world.path());
    await writeTexts(world, world.leader, { causes: 'Lời của bí thư.' });
    const inTheMeantime = await world.other.json(world.path('/o'), { key: 'causes', value: 'Lời khác.', version: 0 });
    expect(inTheMeantime.status).toBe(409);
    expect(await inTheMeantime.json()).toMatchObject({ code: 'conflict', theirs: 'Lời của bí thư.', version: 1 });
    const answer = await world.other.post(world.path(), { ...opened, causes: 'Lời của phó bí thư.' });
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(page).toContain('Lời của bí thư.');
    expect(page).toContain('Lời của phó bí thư.');
    const both = { ...opened, causes: 'Lời của phó bí thư.', 'chon:causes': 'both', 'hien:causes': '1' };
    expect((await world.other.post(world.path(), both)).status).toBe(303);
    expect(await pageForm(world.leader, world.path())).toMatchObject({
      causes: 'Lời của bí thư.\n\nLời của phó bí thư.',
    });
  });

  test.each([
    ['a day that is none', { date: '31/02/2026' }, 'Ngày ghi dạng ngày/tháng/năm'],
    ['a text too long', { evaluation: 'a'.repeat(20_001) }, 'ô này nhận nhiều nhất 20.000 chữ'],
    ['a letter that cannot be printed', { evaluation: 'Tốt 👍' }, 'không in được trên giấy'],
  ])('sends back %s with what was typed, and keeps the rest', async (_, wrong, sentence) => {
    const world = await reportWorld();
    const answer = await writeTexts(world, world.leader, { strengths: 'Ô này đúng.', ...wrong });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(wordsOn(page)).toContain(sentence);
    expect(page).toContain(Object.values(wrong)[0]?.slice(0, 50));
    expect(await pageForm(world.leader, world.path())).toMatchObject({ strengths: 'Ô này đúng.' });
  });

  test.each([
    ['a text the report does not have', 'khac', 422],
    ['a reason for somebody of another branch', 'reason.01900000-0000-7000-8000-000000000000', 422],
  ])('takes nothing for %s', async (_, key, status) => {
    const world = await reportWorld();
    const before = await tableContents(world.deps.store);
    expect((await world.leader.json(world.path('/o'), { key, value: 'Lời', version: 0 })).status).toBe(status);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('says which draft it is, and the next one only once when two leaders press together', async () => {
    const world = await reportWorld();
    const version = await versionShown(world.leader, world.path());
    expect((await world.leader.post(world.path('/du-thao'), { phien_ban: version })).status).toBe(303);
    expect((await world.other.post(world.path('/du-thao'), { phien_ban: version })).status).toBe(409);
    expect(await textAt(world.leader, world.path())).toContain('Dự thảo lần 2');
    expect(await logged(world.deps, 'report-drafted')).toMatchObject([{ detail: 'draft 2' }]);
  });
});

describe('who may', () => {
  test('the chi ủy reads and does not write; a member does not know of it', async () => {
    const world = await reportWorld();
    const sitting = await world.as(world.sitting);
    const page = await (await sitting.get(world.path())).text();
    expect(page).not.toContain('<textarea');
    expect(page).not.toContain('Lập dự thảo tiếp theo');
    expect((await sitting.get(world.path('/soat'))).status).toBe(200);
    expect((await sitting.json(world.path('/o'), { key: 'causes', value: 'x', version: 0 })).status).toBe(404);
    expect((await (await world.as(world.member)).get(world.path())).status).toBe(404);
  });

  test('the office reads it once the branch has handed up, and its attempt before that is logged', async () => {
    const world = await reportWorld();
    await writeTexts(world, world.leader, { strengths: 'Giữ nền nếp sinh hoạt.' });
    const clerk = await world.as(world.clerk);
    for (const page of ['', '/bao-cao.pdf', '/soat']) expect((await clerk.get(world.path(page))).status).toBe(404);
    expect(await logged(world.deps, 'access-refused')).toHaveLength(3);
    await handUpAs(world, world.secretary);
    const page = await (await clerk.get(world.path())).text();
    expect(page).toContain('Giữ nền nếp sinh hoạt.');
    expect(page).not.toContain('<textarea');
    expect(page).not.toContain(world.path('/soat'));
    expect((await clerk.get(world.path('/bao-cao.pdf'))).status).toBe(200);
    expect((await clerk.get(world.path('/soat'))).status).toBe(404);
    expect((await clerk.post(world.path('/lap'), {})).status).toBe(404);
    expect((await (await world.as(world.administrator)).get(world.path())).status).toBe(404);
  });
});

test('without a campaign the page says so', async () => {
  const world = await ratingWorld();
  await world.deps.store.db.updateTable('campaign').set({ state: 'preparing' }).execute();
  const leader = await world.as(world.secretary);
  expect((await leader.get(`/chi-bo/${world.office.branch}/bao-cao`)).status).toBe(200);
  expect((await leader.get(`/chi-bo/${world.office.branch}/bao-cao/soat`)).status).toBe(200);
});
