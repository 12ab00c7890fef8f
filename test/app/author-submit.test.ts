import { describe, expect, test } from 'vitest';
import { saveFields } from '../../src/reviews/saving.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
import { addListItem, setListItemRemoved } from '../../src/reviews/saving.ts';
import {
  actionsLogged,
  actorFor,
  type AuthorWorld,
  authorWorld,
  begin,
  beginComplete,
  formOn,
  handIn,
  judgeAs,
  tableContents,
  wordsOn,
  write,
} from '../helpers/author.ts';
import { type Person, seedPerson } from '../helpers/people.ts';

interface Desk extends AuthorWorld {
  id: string;
  path: string;
  submit(reason?: string): Promise<Response>;
}

async function desk(beginWith = beginComplete, more: Parameters<typeof authorWorld>[1] = {}): Promise<Desk> {
  const world = await authorWorld({}, more);
  const id = await beginWith(world);
  const path = `/ban-kiem-diem/${id}`;
  return { ...world, id, path, submit: (reason = '') => handIn(world.browser, id, reason) };
}

async function words({ browser, path }: Desk, end = ''): Promise<string> {
  return wordsOn(await (await browser.get(`${path}${end}`)).text());
}

async function secretaryOf(here: Desk): Promise<{ person: Person; roles: { unitId: string; role: 'secretary' }[] }> {
  const person = await seedPerson(here.deps, here.office.branch, 'Hoàng Văn Bí Thư');
  return { person, roles: [{ unitId: here.office.branch, role: 'secretary' }] };
}

describe('the check page', () => {
  test('shows what blocks with links, and no button', async () => {
    const here = await desk(begin);
    const page = await words(here, '/kiem-tra');
    expect(page).toContain('Còn 7 mục bắt buộc chưa ghi, nên chưa nộp được: Chưa ghi mục I.1');
    expect(page).not.toContain('Nộp bản kiểm điểm');
    const before = await tableContents(here.deps.store);
    const answer = await here.submit('vẫn muốn nộp');
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Còn 7 mục bắt buộc chưa ghi nên chưa nộp được.');
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('lets unanswered signs pass with a reason, and only with one', async () => {
    const here = await desk();
    await here.deps.store.db.deleteFrom('review_field').where('key', '=', 'A5').execute();
    const page = await words(here, '/kiem-tra');
    expect(page).toContain('27 biểu hiện: còn 1 biểu hiện chưa trả lời (số 5)');
    expect(page).toContain('Tôi đã xem lại và vẫn nộp, vì:');
    const refused = await here.submit('   ');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Đồng chí ghi ngắn gọn lý do');
    expect((await here.submit('Chi bộ chưa yêu cầu.')).headers.get('location')).toBe(`${here.path}/da-nop`);
    const steps = (await tableContents(here.deps.store)).review_step as { remark: string }[];
    expect(steps.map((step) => step.remark)).toEqual(['', 'Chi bộ chưa yêu cầu.']);
  });

  test('lets no unanswered sign pass where the campaign requires them', async () => {
    const here = await desk(beginComplete, { campaign: { signs_required: 1 } });
    await here.deps.store.db.deleteFrom('review_field').where('key', '=', 'A5').execute();
    expect((await here.submit('Chi bộ chưa yêu cầu.')).status).toBe(422);
    await write(here.browser, here.id, 'bieu-hien-a-1', { A5: 'none' });
    expect((await here.submit()).status).toBe(303);
  });

  test('counts spaces as nothing written', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'muc-i', { 'I.1': ' \n\u00a0\u200b ' });
    expect((await here.submit()).status).toBe(422);
  });
});

describe('handing in', () => {
  test('leads to the confirmation: reference, when, to whom, what next, the papers', async () => {
    const here = await desk();
    expect((await here.submit()).headers.get('location')).toBe(`${here.path}/da-nop`);
    const page = await words(here, '/da-nop');
    const { reference } = ((await tableContents(here.deps.store)).review as { reference: string }[])[0] ?? {};
    expect(page).toContain(`ĐÃ NỘP lúc 10:00:00 ngày 22/11/2026 Đã nộp cho chi ủy. Số tham chiếu: ${reference}`);
    expect(page).toContain('Chi ủy đọc, rồi tiếp nhận hoặc đề nghị bổ sung.');
    expect(page).toContain('Bản in kèm phụ lục tự soi (PDF)');
    expect(await words(here)).toContain('ĐÃ NỘP lúc 10:00:00 ngày 22/11/2026');
    expect((await here.browser.get('/')).headers.get('location')).toBe(here.path);
    expect(await words(here, '/da-nop')).toBe(page);
  });

  test('goes to the bí thư chi bộ where there is no chi ủy', async () => {
    const here = await desk(beginComplete, { branch: 'otherBranch' });
    await here.submit();
    expect(await words(here, '/da-nop')).toContain('Đã nộp cho bí thư chi bộ.');
    expect(await words(here, '/da-nop')).toContain('Bí thư đọc, rồi tiếp nhận');
  });

  test('by a double click, and once more by the back button, happens once', async () => {
    const here = await desk();
    const answers = [...(await Promise.all([here.submit(), here.submit()])), await here.submit()];
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual(Array(3).fill(`${here.path}/da-nop`));
    const tables = await tableContents(here.deps.store);
    expect([tables.record?.length, tables.paper?.length, tables.review_step?.length]).toEqual([1, 1, 2]);
    expect((await actionsLogged(here.deps)).filter((action) => action === 'review-submitted')).toHaveLength(1);
  });

  test('freezes what was written, with the day in Hà Nội, its hash and its editions', async () => {
    const here = await desk();
    here.clock.now = new Date('2026-12-31T17:30:00Z');
    await (await here.as(here.author)).post(`${here.path}/nop`, { di: 'nop' });
    const { record, record_part: parts } = await tableContents(here.deps.store);
    expect(record).toMatchObject([{ submission: 1, edition_a: 'a-27-v1', edition_b: 'b-25-v1', form_id: '2b-2025' }]);
    const content = JSON.parse((parts as { body: string }[]).map((part) => part.body).join('')) as unknown;
    expect(content).toMatchObject({ signedOn: '2027-01-01', fields: { 'B.I.1': '28.5', A1: 'none' } });
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from((parts as { body: string }[])[0]?.body ?? ''));
    expect((record as { sha256: string }[])[0]?.sha256).toBe(Buffer.from(digest).toString('hex'));
  });

  test('while another window saves in the same moment changes nothing, and says so', async () => {
    const here = await desk();
    const read = await loadReview(here.deps, here.id);
    await write(here.browser, here.id, 'muc-v', { V: 'Ghi ở cửa sổ khác.' });
    const before = await tableContents(here.deps.store, []);
    const late = submitReview(here.deps, actorFor(here.author), read, '');
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    expect(await tableContents(here.deps.store, [])).toEqual(before);
    expect((await here.submit()).status).toBe(303);
    expect(await words(here)).toContain('Ghi ở cửa sổ khác.');
  });

  test('while another window adds or takes out an entry changes nothing either', async () => {
    const here = await desk();
    const actor = actorFor(here.author);
    const first = await loadReview(here.deps, here.id);
    const item = await addListItem(here.deps, actor, first, { list: 'IV', origin: 'written' });
    await expect(submitReview(here.deps, actor, first, '')).rejects.toMatchObject({ code: 'conflict' });
    const second = await loadReview(here.deps, here.id);
    await setListItemRemoved(here.deps, actor, second, item, true);
    await expect(submitReview(here.deps, actor, second, '')).rejects.toMatchObject({ code: 'conflict' });
    expect((await tableContents(here.deps.store)).record).toEqual([]);
  });
});

describe('what is handed in', () => {
  test('is not edited: the page leads away, a save is refused with the reason, the typed text stays on the answer', async () => {
    const here = await desk();
    const form = formOn(await (await here.browser.get(`${here.path}/ghi/muc-v`)).text());
    await here.submit();
    const before = await tableContents(here.deps.store);
    expect((await here.browser.get(`${here.path}/ghi/muc-v`)).headers.get('location')).toBe(here.path);
    expect((await here.browser.get(`${here.path}/kiem-tra`)).headers.get('location')).toBe(`${here.path}/da-nop`);

    const late = await here.browser.post(`${here.path}/ghi/muc-v`, { ...form, V: 'Viết sau khi nộp.' });
    expect(late.status).toBe(409);
    const page = await late.text();
    expect(page).toContain('Bản kiểm điểm đã nộp nên không sửa được nữa; nội dung vừa gõ chưa được lưu.');
    expect(page).toContain('Viết sau khi nộp.</textarea>');
    expect(page).not.toContain('kiem-tra</textarea>');

    const script = await here.browser.json(`${here.path}/o`, { key: 'V', value: 'Viết sau khi nộp.', version: 0 });
    expect(script.status).toBe(409);
    expect(await script.json()).toMatchObject({ code: 'already-submitted' });
    expect((await here.browser.post(`${here.path}/ghi/muc-iv`, { them: 'IV:written' })).status).toBe(409);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('is not edited by a window that had read it before', async () => {
    const here = await desk();
    const stale = await loadReview(here.deps, here.id);
    const item = stale.frame.items.find(({ list }) => list === 'VI')?.id ?? '';
    await here.submit();
    const before = await tableContents(here.deps.store);
    const actor = actorFor(here.author);
    const late = { code: 'already-submitted' };
    const field = { key: 'V', value: 'Muộn.', version: 0 };
    await expect(saveFields(here.deps, actor, stale, [field])).rejects.toMatchObject(late);
    const entry = { list: 'IV', origin: 'written' as const };
    await expect(addListItem(here.deps, actor, stale, entry)).rejects.toMatchObject(late);
    await expect(setListItemRemoved(here.deps, actor, stale, item, true)).rejects.toMatchObject(late);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });
});

describe('a returned review', () => {
  async function returned(): Promise<Desk> {
    const here = await desk();
    await here.submit();
    const { person, roles } = await secretaryOf(here);
    await judgeAs(here.deps, person, roles, here.id, { move: 'return', remark: 'Mục I.2 cần số liệu.' });
    return here;
  }

  test('shows who asks for what, and can be written again', async () => {
    const here = await returned();
    const page = await words(here);
    expect(page).toContain('CHƯA NỘP');
    expect(page).toContain('Đồng chí Hoàng Văn Bí Thư đề nghị bổ sung: Mục I.2 cần số liệu.');
    expect((await here.browser.get(`${here.path}/da-nop`)).headers.get('location')).toBe(here.path);
    expect((await here.browser.get(`${here.path}/ban-in.pdf`)).status).toBe(404);
    expect((await write(here.browser, here.id, 'muc-i', { 'I.2': 'Xong 12/12 việc.' })).status).toBe(303);
  });

  test('is handed in again; the earlier record is superseded and keeps its words', async () => {
    const here = await returned();
    await write(here.browser, here.id, 'muc-i', { 'I.2': 'Xong 12/12 việc.' });
    expect((await here.submit()).status).toBe(303);
    const { record, record_part: parts } = await tableContents(here.deps.store);
    expect(record).toMatchObject([
      { submission: 1, superseded: 1 },
      { submission: 2, superseded: 0 },
    ]);
    const bodies = (parts as { body: string }[]).map((part) => part.body.includes('Xong 12/12 việc.'));
    expect(bodies).toEqual([false, true]);
    expect(await words(here)).toContain('ĐÃ NỘP lúc');
    expect(await words(here)).not.toContain('đề nghị bổ sung:');
    expect((await here.browser.get(`${here.path}/ban-in.pdf`)).status).toBe(200);
    expect(await actionsLogged(here.deps)).toEqual([
      'review-begun',
      'review-edited',
      'review-submitted',
      'review-returned',
      'review-submitted',
      'paper-printed',
    ]);
  });

  test('is returned by nobody without words, nor by its own author, nor after it was accepted', async () => {
    const here = await desk();
    await here.submit();
    const { person, roles } = await secretaryOf(here);
    const refused = { code: 'not-allowed-now' };
    const judge = (who: Person, move: 'return' | 'accept', remark: string) =>
      judgeAs(here.deps, who, roles, here.id, { move, remark });
    await expect(judge(person, 'return', ' ')).rejects.toMatchObject(refused);
    await expect(judge(here.author, 'return', 'tự trả')).rejects.toMatchObject(refused);
    await expect(judge(here.author, 'accept', '')).rejects.toMatchObject(refused);
    await judge(person, 'accept', '');
    await expect(judge(person, 'return', 'muộn')).rejects.toMatchObject(refused);
    expect(await words(here)).toContain('Đã tiếp nhận. Nộp cho chi ủy Chi bộ Số 1.');
    expect((await here.submit()).status).toBe(303);
  });
});
