import { describe, expect, test } from 'vitest';
import { actionsLogged, begin, formOn, submitAs, tableContents, wordsOn } from '../helpers/author.ts';
import { branchWorld, type BranchWorld, giveBack, handIn, textAt } from '../helpers/branch.ts';
import { seedPerson } from '../helpers/people.ts';

const ANSWER = 'Đã bổ sung số liệu ở mục I.2.\nMục VI đã có thời hạn.';

async function returned(): Promise<{ world: BranchWorld; id: string; page: string }> {
  const world = await branchWorld();
  const id = await handIn(world);
  await giveBack(world.leader, id, 'Mục I.2 ghi rõ số liệu.');
  return { world, id, page: `/ban-kiem-diem/${id}/tra-loi` };
}

/** As a browser without JavaScript sends the page back. */
async function write(
  { world, page }: { world: BranchWorld; page: string },
  text: string,
  more: Record<string, string> = {},
) {
  const form = formOn(await (await world.browser.get(page)).text());
  return world.browser.post(page, { ...form, TL: text, ...more });
}

function answers({ deps }: BranchWorld) {
  return deps.store.db.selectFrom('remark_answer').select(['text', 'version']).execute();
}

describe('the answer to a remark', () => {
  test('goes with the review that is handed in again, and stands beside the remark for both', async () => {
    const { world, id, page } = await returned();
    const home = await textAt(world.browser, `/ban-kiem-diem/${id}`);
    expect(home).toContain('Trả lời lời đề nghị Không bắt buộc. Lời trả lời đi cùng bản nộp lại. Nếu có');
    expect(await textAt(world.browser, page)).toContain(
      'Đồng chí Lương Văn Bí Thư đề nghị bổ sung: Mục I.2 ghi rõ số liệu.',
    );
    expect((await write({ world, page }, ANSWER)).headers.get('location')).toBe(`/ban-kiem-diem/${id}`);
    expect(await textAt(world.browser, `/ban-kiem-diem/${id}`)).toContain('đi cùng bản nộp lại. Đã ghi');
    await submitAs(world.deps, world.author, id);
    const told =
      'Điều cần bổ sung: Mục I.2 ghi rõ số liệu. Trả lời: Đã bổ sung số liệu ở mục I.2. Mục VI đã có thời hạn.';
    expect(await textAt(world.leader, `/ban-kiem-diem/${id}/doc`)).toContain(told);
    expect(await textAt(world.browser, `/ban-kiem-diem/${id}`)).toContain(told);
    expect(await actionsLogged(world.deps)).toContain('remark-answered');
  });

  test('is asked for on the check page too, leads back there, and is never required', async () => {
    const { world, id, page } = await returned();
    const check = `/ban-kiem-diem/${id}/kiem-tra`;
    expect(await textAt(world.browser, check)).toContain('Chưa trả lời (không bắt buộc) Trả lời lời đề nghị');
    expect(await (await world.browser.get(check)).text()).toContain(`href="${page}?ve&#x3D;kiem-tra"`);
    const answer = await write({ world, page: `${page}?ve=kiem-tra` }, ANSWER);
    expect(answer.headers.get('location')).toBe(check);
    expect(await textAt(world.browser, check)).toContain('Đã bổ sung số liệu ở mục I.2.');
    await write({ world, page }, '');
    expect((await world.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' })).headers.get('location')).toMatch(
      /da-nop$/,
    );
    expect(await textAt(world.leader, `/ban-kiem-diem/${id}/doc`)).not.toContain('Trả lời:');
  });

  test('is saved while it is typed, field version by field version', async () => {
    const { world, page } = await returned();
    const save = (value: string, version: number) => world.browser.json(`${page}/o`, { key: 'TL', value, version });
    const first = await save('Đã sửa', 0);
    expect([first.status, await first.json()]).toEqual([200, { key: 'TL', version: 1, savedAt: '10:00:00' }]);
    expect(await (await save('Đã sửa xong', 1)).json()).toMatchObject({ version: 2 });
    expect(await answers(world)).toEqual([{ text: 'Đã sửa xong', version: 2 }]);
    expect((await save('Ký tự \uF0B7', 2)).status).toBe(422);
    expect((await actionsLogged(world.deps)).filter((action) => action === 'remark-answered')).toHaveLength(1);
  });

  test('saved in two windows gives both texts, and overwrites neither', async () => {
    const { world, page } = await returned();
    const open = formOn(await (await world.browser.get(page)).text());
    await write({ world, page }, 'Bản ở máy cơ quan.');
    const autosaved = await world.browser.json(`${page}/o`, { key: 'TL', value: 'Bản ở nhà.', version: 0 });
    expect([autosaved.status, await autosaved.json()]).toEqual([
      409,
      { key: 'TL', code: 'conflict', version: 1, theirs: 'Bản ở máy cơ quan.', savedAt: '10:00:00' },
    ]);
    const sent = await world.browser.post(page, { ...open, TL: 'Bản ở nhà.' });
    expect(sent.status).toBe(409);
    const html = await sent.text();
    expect(wordsOn(html)).toContain('Bản đang gõ Bản ở nhà. Bản đã lưu lúc 10:00:00 Bản ở máy cơ quan.');
    const joined = await world.browser.post(page, { ...formOn(html), 'chon:TL': 'both' });
    expect(joined.status).toBe(303);
    expect(await answers(world)).toEqual([{ text: 'Bản ở máy cơ quan.\n\nBản ở nhà.', version: 2 }]);
  });

  test('that cannot be printed or is too long comes back as it was typed', async () => {
    const { world, page } = await returned();
    for (const [text, words] of [
      ['Việc \uF0B7 một', 'không in được trên giấy'],
      ['Dài. '.repeat(900), 'nhiều nhất 4.000 chữ'],
    ] as const) {
      const answer = await write({ world, page }, text);
      expect(answer.status).toBe(422);
      const html = await answer.text();
      expect(html).toContain(words);
      expect(html).toContain(text.slice(0, 100).trim());
    }
    expect(await answers(world)).toEqual([]);
  });

  test('pasted in letters of an old font is offered in Unicode, and changed only when asked', async () => {
    const { world, page } = await returned();
    const pasted = '§¶ng bé ph­êng ®· hoµn thµnh tèt nhiÖm vô.';
    const offered = await write({ world, page }, pasted);
    expect(offered.headers.get('location')).toMatch(/tra-loi\?#o-TL$/);
    expect(await textAt(world.browser, page)).toContain('Đảng bộ phường đã hoàn thành tốt nhiệm vụ.');
    await write({ world, page }, pasted, { 'chuyen:TL': 'unicode' });
    expect((await answers(world)).map((row) => row.text)).toEqual(['Đảng bộ phường đã hoàn thành tốt nhiệm vụ.']);
  });

  test('is read by nobody else before the review is handed in again', async () => {
    const { world, id, page } = await returned();
    await write({ world, page }, ANSWER);
    for (const person of [world.secretary, world.deputy, world.sits]) {
      const browser = await world.as(person);
      for (const path of [page, `/ban-kiem-diem/${id}/doc`]) expect((await browser.get(path)).status).toBe(404);
      expect(await textAt(browser, `/ban-kiem-diem/${id}/ket-qua`)).not.toContain('Đã bổ sung số liệu');
    }
  });

  test('cannot be changed once the review is handed in again; the words typed too late are told of', async () => {
    const { world, id, page } = await returned();
    await write({ world, page }, ANSWER);
    const form = formOn(await (await world.browser.get(page)).text());
    await submitAs(world.deps, world.author, id);
    const before = await tableContents(world.deps.store);
    const late = await world.browser.post(page, { ...form, TL: 'Sửa lại lời đã gửi.' });
    expect(late.status).toBe(409);
    expect(wordsOn(await late.text())).toContain('Sửa lại lời đã gửi.');
    const autosaved = await world.browser.json(`${page}/o`, { key: 'TL', value: 'Sửa lại.', version: 1 });
    expect([autosaved.status, await autosaved.json()]).toMatchObject([409, { code: 'already-submitted' }]);
    expect((await world.browser.get(page)).headers.get('location')).toBe(`/ban-kiem-diem/${id}`);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('belongs to its own remark: a second return begins a new one', async () => {
    const { world, id, page } = await returned();
    await write({ world, page }, 'Lần một.');
    await submitAs(world.deps, world.author, id);
    await giveBack(world.leader, id, 'Còn thiếu mục VI.');
    expect(await textAt(world.browser, page)).toContain('Còn thiếu mục VI.');
    expect(await textAt(world.browser, page)).not.toContain('Lần một.');
    await write({ world, page }, 'Lần hai.');
    await submitAs(world.deps, world.author, id);
    expect(await textAt(world.leader, `/ban-kiem-diem/${id}/doc`)).toMatch(
      /Mục I\.2 ghi rõ số liệu\. Trả lời: Lần một\. .*Nộp lại.*Còn thiếu mục VI\. Trả lời: Lần hai\. .*Nộp lại/,
    );
  });

  test('is refused for a draft that nobody has sent back, and to everybody but its author', async () => {
    const world = await branchWorld();
    const id = await begin(world);
    const page = `/ban-kiem-diem/${id}/tra-loi`;
    expect((await world.browser.get(page)).headers.get('location')).toBe(`/ban-kiem-diem/${id}`);
    expect((await world.browser.post(page, { TL: 'Không ai hỏi.', 'v:TL': '0' })).status).toBe(409);
    const colleague = await world.as(await seedPerson(world.deps, world.office.branch, 'Đồng chí Cùng Chi Bộ'));
    expect((await colleague.post(page, { TL: 'Thay lời.', 'v:TL': '0' })).status).toBe(404);
    expect(await answers(world)).toEqual([]);
  });
});
