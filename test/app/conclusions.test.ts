import { describe, expect, test } from 'vitest';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
import { saveFields } from '../../src/reviews/saving.ts';
import { actorFor, begin, judgeAs, submitAs, tableContents, wordsOn, write } from '../helpers/author.ts';
import { answerEarlier, branchWorld, type BranchWorld, giveBack, handIn, logged, textAt } from '../helpers/branch.ts';
import { fakePdf } from '../helpers/app.ts';
import { type Person, seedCampaign, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';

const TEXT = 'Chậm nộp báo cáo quý I; chi bộ đã nhắc nhở.';

function personPage(world: BranchWorld, person: Person = world.author): string {
  return `/chi-bo/${world.office.branch}/dang-vien/${person.memberId}`;
}

function conclude(world: BranchWorld, typed: Record<string, string> = {}, browser = world.leader): Promise<Response> {
  return browser.post(`${personPage(world)}/ket-luan`, { cap: 'branch', noi_dung: TEXT, nam: '2025', ...typed });
}

async function conclusions({ deps }: BranchWorld) {
  return deps.store.db.selectFrom('conclusion').orderBy('id').selectAll().execute();
}

async function withdraw(world: BranchWorld, reason = 'Ghi nhầm người.', browser = world.leader): Promise<Response> {
  const [row] = await conclusions(world);
  return browser.post(`${personPage(world)}/ket-luan/${row?.id}/rut`, { ly_do: reason });
}

function sectionThree(world: BranchWorld, id: string): Promise<string> {
  return textAt(world.browser, `/ban-kiem-diem/${id}/ghi/muc-iii`);
}

describe('what was concluded about a member', () => {
  test('waits for him to begin, and is a line of his section III then', async () => {
    const world = await branchWorld();
    expect((await conclude(world)).status).toBe(303);
    await conclude(world, { cap: 'higher', noi_dung: 'Kết luận của đảng ủy.', nam: '' });
    expect(await textAt(world.leader, personPage(world))).toContain('Sẽ có ở mục III khi đồng chí ấy bắt đầu.');
    const id = await begin(world);
    const page = await sectionThree(world, id);
    expect(page).toContain(`Chi bộ đã kết luận năm 2025 ${TEXT}`);
    expect(page).toContain('Cấp trên đã kết luận Kết luận của đảng ủy.');
    const log = await logged(world.deps, 'conclusion-recorded');
    expect(log.map((row) => [row.account_id, row.subject_id, row.unit_id])).toEqual(
      Array(2).fill([world.secretary.accountId, world.author.memberId, world.office.branch]),
    );
  });

  test('comes into a draft that exists without anybody reading it, and must be reported on before handing in', async () => {
    const world = await branchWorld();
    const id = await begin(world);
    await completeReview(world.deps, actorFor(world.author), id);
    const answer = await conclude(world);
    const leaders = await textAt(world.leader, answer.headers.get('location') ?? '');
    expect(leaders).toContain('Có ở mục III; đồng chí ấy thấy khi viết.');
    expect(leaders).not.toContain('Giữ gìn phẩm chất');
    const refused = await world.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' });
    expect(refused.status).toBe(422);
    expect(wordsOn(await refused.text())).toContain('Nội dung 1: chưa ghi tình trạng khắc phục');
    await answerEarlier(world.deps, world.author, id);
    expect((await world.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' })).status).toBe(303);
    const read = await textAt(world.leader, `/ban-kiem-diem/${id}/doc`);
    expect(read).toContain(`Nội dung 1 (chi bộ đã kết luận) ${TEXT} Tình trạng khắc phục: Đã khắc phục`);
  });

  test('reaches the author between his reading and his handing in: he is asked to look again', async () => {
    const world = await branchWorld();
    const id = await begin(world);
    await completeReview(world.deps, actorFor(world.author), id);
    const loaded = await loadReview(world.deps, id);
    await conclude(world);
    await expect(submitReview(world.deps, actorFor(world.author), loaded, 'đã xem')).rejects.toThrow('conflict');
  });

  test('is given: its author can neither change its words nor take it out', async () => {
    const world = await branchWorld();
    await conclude(world);
    const id = await begin(world);
    const [item] = (await loadReview(world.deps, id)).frame.items;
    const html = await (await world.browser.get(`/ban-kiem-diem/${id}/ghi/muc-iii`)).text();
    expect(html).not.toContain(`III.${item?.id}.source`);
    expect(html).not.toContain(`name="bo" value="${item?.id}"`);
    const source = { key: `III.${item?.id}.source`, value: 'Tôi nộp đúng hạn.', version: 0 };
    expect((await world.browser.json(`/ban-kiem-diem/${id}/o`, source)).status).toBe(422);
    await write(world.browser, id, 'muc-iii', { bo: item?.id ?? '' });
    expect(await sectionThree(world, id)).toContain(TEXT);
  });

  test('is printed as the chi bộ’s word, not the author’s', async () => {
    const pdf = fakePdf();
    const world = await branchWorld({ pdf });
    await conclude(world);
    const id = await handIn(world);
    await world.browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
    const printed = wordsOn(pdf.printed.at(-1) ?? '');
    expect(printed).toContain(TEXT);
    expect(printed).toContain('(Chi bộ kết luận, chỉ ra năm 2025)');
  });

  test('after handing in waits, and says so; a return brings it in', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    await conclude(world);
    expect(await textAt(world.leader, personPage(world))).toContain(
      'Chờ: bản kiểm điểm đã nộp trước khi ghi điều này.',
    );
    expect(await textAt(world.leader, `/ban-kiem-diem/${id}/doc`)).not.toContain(TEXT);
    await giveBack(world.leader, id, 'Xem thêm mục III.');
    expect(await sectionThree(world, id)).toContain(TEXT);
    await answerEarlier(world.deps, world.author, id);
    await submitAs(world.deps, world.author, id);
    expect(await textAt(world.leader, personPage(world))).toContain('Có trong bản kiểm điểm đã nộp.');
  });

  test('that came too late for its own year stands in the next', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    await conclude(world);
    const roles = [{ unitId: world.office.branch, role: 'secretary' as const }];
    await judgeAs(world.deps, world.secretary, roles, id, { move: 'accept' });
    await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const campaignId = await seedCampaign(world.deps, world.office.committee, { year: 2027, title: 'Năm 2027' });
    const next = await begin({ browser: world.browser, campaignId });
    expect(await sectionThree(world, next)).toContain(TEXT);
  });

  test('taken back with a reason leaves the draft, and its author’s words in his sight', async () => {
    const world = await branchWorld();
    await conclude(world);
    const id = await begin(world);
    const review = await loadReview(world.deps, id);
    const key = `III.${review.frame.items[0]?.id}.progress`;
    const typed = [{ key, value: 'Từ quý II nộp đúng hạn.', version: 0 }];
    await saveFields(world.deps, actorFor(world.author), review, typed);
    expect((await withdraw(world)).status).toBe(303);
    const page = await sectionThree(world, id);
    expect(page).toContain(`Kết luận “${TEXT}” đã được rút khỏi mục này, lý do: Ghi nhầm người.`);
    expect(page).toContain('Lời đồng chí đã ghi: Từ quý II nộp đúng hạn.');
    expect((await loadReview(world.deps, id)).content.items).toEqual([]);
    expect(await textAt(world.leader, personPage(world))).toContain('Đã rút ngày 22/11/2026: Ghi nhầm người.');
    const [row] = await conclusions(world);
    expect([row?.withdrawn_by, row?.withdrawn_reason]).toEqual([world.secretary.accountId, 'Ghi nhầm người.']);
    expect(await logged(world.deps, 'conclusion-withdrawn')).toHaveLength(1);
    // Again by a double click, and never once more into the review.
    expect((await withdraw(world)).status).toBe(303);
    expect(await logged(world.deps, 'conclusion-withdrawn')).toHaveLength(1);
    await conclude(world, { noi_dung: 'Điều khác.' });
    expect((await loadReview(world.deps, id)).content.items.map((item) => item.sourceText)).toEqual(['Điều khác.']);
  });

  test('before he has begun, taken back, is never seen', async () => {
    const world = await branchWorld();
    await conclude(world);
    await withdraw(world);
    expect(await sectionThree(world, await begin(world))).not.toContain(TEXT);
  });

  test('cannot be taken back once it was handed in', async () => {
    const world = await branchWorld();
    await conclude(world);
    await handIn(world);
    expect(await textAt(world.leader, personPage(world))).not.toContain('Rút kết luận này');
    const before = await tableContents(world.deps.store);
    expect((await withdraw(world)).status).toBe(409);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('is logged when a leader reads it about somebody else', async () => {
    const world = await branchWorld();
    await world.leader.get(personPage(world));
    expect(await logged(world.deps, 'conclusion-viewed')).toEqual([]);
    await conclude(world);
    await world.leader.get(personPage(world));
    expect((await logged(world.deps, 'conclusion-viewed')).map((row) => row.subject_id)).toEqual([
      world.author.memberId,
    ]);
  });
});

describe('entering a conclusion', () => {
  test.each([
    [{ cap: '' }, 'Đồng chí chọn ai đã kết luận.'],
    [{ cap: 'own_promise' }, 'Đồng chí chọn ai đã kết luận.'],
    [{ noi_dung: ' \n ' }, 'Đồng chí chép điều đã được kết luận.'],
    [{ noi_dung: 'Dài quá. '.repeat(400) }, 'nhiều nhất 2.000 chữ'],
    [{ nam: '2027' }, 'Năm ghi bốn chữ số, từ 1990 đến 2026'],
    [{ nam: 'năm ngoái' }, 'Năm ghi bốn chữ số, từ 1990 đến 2026'],
  ])('with %o comes back as it was typed, and writes nothing', async (typed: Record<string, string>, words) => {
    const world = await branchWorld();
    const answer = await conclude(world, typed);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(words);
    if (!('noi_dung' in typed)) expect(html).toContain(TEXT);
    expect(await conclusions(world)).toEqual([]);
    await conclude(world);
    const [row] = await conclusions(world);
    const empty = await world.leader.post(`${personPage(world)}/ket-luan/${row?.id}/rut`, { ly_do: ' ' });
    expect([empty.status, (await empty.text()).includes('Đồng chí ghi lý do rút.')]).toEqual([422, true]);
  });

  test('twice by a double click is one conclusion; twenty are the most', async () => {
    const world = await branchWorld();
    const answers = await Promise.all([conclude(world), conclude(world)]);
    expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
    expect(await conclusions(world)).toHaveLength(1);
    for (let number = 2; number <= 20; number += 1) await conclude(world, { noi_dung: `Điều ${number}` });
    const full = await conclude(world, { noi_dung: 'Điều 21' });
    expect(full.status).toBe(422);
    expect(await full.text()).toContain('nhiều nhất 20 kết luận');
    expect(await conclusions(world)).toHaveLength(20);
  });

  test('is the leaders’ alone, about their own people, not about oneself, in an open campaign', async () => {
    const world = await branchWorld();
    const sits = await world.as(world.sits);
    const stranger = await seedPerson(world.deps, world.office.otherBranch, 'Đồng chí Chi Bộ Bên');
    await conclude(world);
    const before = await tableContents(world.deps.store);
    expect((await conclude(world, {}, sits)).status).toBe(404);
    expect((await withdraw(world, 'Không được.', sits)).status).toBe(404);
    expect((await conclude(world, {}, world.browser)).status).toBe(404);
    expect(await textAt(sits, personPage(world))).not.toContain(TEXT);
    const form = { cap: 'branch', noi_dung: 'Điều khác.', nam: '' };
    const own = await world.leader.post(`${personPage(world, world.secretary)}/ket-luan`, form);
    expect(own.status).toBe(409);
    expect(wordsOn(await own.text())).toContain('Kết luận về chính mình thì đồng chí tự ghi ở mục III');
    expect((await world.leader.post(`${personPage(world, stranger)}/ket-luan`, form)).status).toBe(404);
    const [row] = await conclusions(world);
    const others = `${personPage(world, world.deputy)}/ket-luan/${row?.id}/rut`;
    expect((await world.leader.post(others, { ly_do: 'Của người khác.' })).status).toBe(404);
    await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    expect((await conclude(world, { noi_dung: 'Điều khác.' })).status).toBe(409);
    expect((await withdraw(world)).status).toBe(409);
    await world.deps.store.db.updateTable('campaign').set({ state: 'open' }).execute();
    expect(await tableContents(world.deps.store)).toEqual(before);
  });
});
