import { describe, expect, test } from 'vitest';
import { type AuthorWorld, authorWorld, begin, formOn, tableContents, wordsOn, write } from '../helpers/author.ts';

interface Desk extends AuthorWorld {
  id: string;
  path: string;
}

async function desk(): Promise<Desk> {
  const world = await authorWorld();
  const id = await begin(world);
  return { ...world, id, path: `/ban-kiem-diem/${id}/ghi/muc-i` };
}

async function opened({ browser, path }: Desk): Promise<Record<string, string>> {
  return formOn(await (await browser.get(path)).text());
}

async function valueOf({ deps }: Desk, key: string): Promise<string | undefined> {
  const rows = (await tableContents(deps.store)).review_field as { key: string; value: string }[];
  return rows.find((row) => row.key === key)?.value;
}

describe('two windows without JavaScript', () => {
  test('on different fields of one page both are saved', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'muc-i', { 'I.1': 'Bản đầu.', 'I.2': 'Bản đầu.' });
    const [left, right] = [await opened(here), await opened(here)];
    expect((await here.browser.post(here.path, { ...left, 'I.1': 'Cửa sổ trái.' })).status).toBe(303);
    expect((await here.browser.post(here.path, { ...right, 'I.2': 'Cửa sổ phải.' })).status).toBe(303);
    expect([await valueOf(here, 'I.1'), await valueOf(here, 'I.2')]).toEqual(['Cửa sổ trái.', 'Cửa sổ phải.']);
  });

  async function conflicting(): Promise<{ here: Desk; page: string; answer: Response }> {
    const here = await desk();
    const [left, right] = [await opened(here), await opened(here)];
    await here.browser.post(here.path, { ...left, 'I.1': 'Lời của cửa sổ trái.' });
    const typed = { ...right, 'I.1': 'Lời của cửa sổ phải.', 'I.2': 'Ô khác vẫn lưu.' };
    const answer = await here.browser.post(here.path, typed);
    return { here, answer, page: await answer.text() };
  }

  test('on the same field the second sees both texts, and everything else of its page is saved', async () => {
    const { here, answer, page } = await conflicting();
    expect(answer.status).toBe(409);
    const words = wordsOn(page);
    expect(words).toContain('Bản đang gõ Lời của cửa sổ phải.');
    expect(words).toMatch(/Bản đã lưu lúc [\d:]+ Lời của cửa sổ trái\./);
    expect(formOn(page)['I.1']).toBe('Lời của cửa sổ phải.');
    expect([await valueOf(here, 'I.1'), await valueOf(here, 'I.2')]).toEqual([
      'Lời của cửa sổ trái.',
      'Ô khác vẫn lưu.',
    ]);
  });

  test.each([
    ['mine', 'Lời của cửa sổ phải.'],
    ['theirs', 'Lời của cửa sổ trái.'],
    ['both', 'Lời của cửa sổ trái.\n\nLời của cửa sổ phải.'],
  ])('the button “%s” settles it', async (choice, expected) => {
    const { here, page } = await conflicting();
    const answer = await here.browser.post(here.path, { ...formOn(page), 'chon:I.1': choice });
    expect(answer.status).toBe(303);
    expect(await valueOf(here, 'I.1')).toBe(expected);
  });

  test('the save button without a choice asks again, as often as it is pressed, and overwrites nothing', async () => {
    const { here, page } = await conflicting();
    let shown = page;
    for (const di of ['tiep', 've']) {
      const again = await here.browser.post(here.path, { ...formOn(shown), di });
      expect(again.status).toBe(409);
      shown = await again.text();
      expect(formOn(shown)['I.1']).toBe('Lời của cửa sổ phải.');
      expect(await valueOf(here, 'I.1')).toBe('Lời của cửa sổ trái.');
    }
  });

  test('a choice for one field settles that one alone', async () => {
    const here = await desk();
    const [left, right] = [await opened(here), await opened(here)];
    await here.browser.post(here.path, { ...left, 'I.1': 'Trái một.', 'I.2': 'Trái hai.' });
    const page = await (
      await here.browser.post(here.path, { ...right, 'I.1': 'Phải một.', 'I.2': 'Phải hai.' })
    ).text();
    const answer = await here.browser.post(here.path, { ...formOn(page), 'chon:I.1': 'mine' });
    expect(answer.status).toBe(409);
    expect([await valueOf(here, 'I.1'), await valueOf(here, 'I.2')]).toEqual(['Phải một.', 'Trái hai.']);
    expect(wordsOn(await answer.text())).toContain('Bản đang gõ Phải hai.');
  });

  test('“mine” chosen while a third window saves again asks once more', async () => {
    const { here, page } = await conflicting();
    await write(here.browser, here.id, 'muc-i', { 'I.1': 'Lời của cửa sổ thứ ba.' });
    const again = await here.browser.post(here.path, { ...formOn(page), 'chon:I.1': 'mine' });
    expect(again.status).toBe(409);
    expect(wordsOn(await again.text())).toContain('Lời của cửa sổ thứ ba.');
    expect(await valueOf(here, 'I.1')).toBe('Lời của cửa sổ thứ ba.');
  });

  test('that typed the same are at peace', async () => {
    const here = await desk();
    const [left, right] = [await opened(here), await opened(here)];
    await here.browser.post(here.path, { ...left, 'I.1': 'Giống hệt.' });
    expect((await here.browser.post(here.path, { ...right, 'I.1': 'Giống hệt.' })).status).toBe(303);
  });

  test('that answered a sign differently see each other’s answer in words', async () => {
    const here = await desk();
    const path = `/ban-kiem-diem/${here.id}/ghi/bieu-hien-a-1`;
    const form = formOn(await (await here.browser.get(path)).text());
    await here.browser.post(path, { ...form, A1: 'none' });
    const page = await (await here.browser.post(path, { ...form, A1: 'prevent' })).text();
    expect(wordsOn(page)).toContain('Bản đang gõ Chưa có, nhưng cần phòng ngừa');
    expect(wordsOn(page)).toMatch(/Bản đã lưu lúc [\d:]+ Không có biểu hiện/);
    expect(formOn(page).A1).toBe('prevent');
    expect((await here.browser.post(path, { ...formOn(page), 'chon:A1': 'mine' })).status).toBe(303);
    expect(await valueOf(here, 'A1')).toBe('prevent');
  });
});

describe('a bad value beside good ones', () => {
  test('comes back as it was typed, with its reason at the field and on top; the good ones are saved', async () => {
    const here = await desk();
    const form = { 'B.I.1': '30,5', 'B.I.2': '65,5' };
    const answer = await write(here.browser, here.id, 'tu-danh-gia', form);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('<title>Cần xem lại: ');
    expect(page).toContain('<a href="#o-B-I-1">Điểm ở mục này nhiều nhất là 30.</a>');
    expect(page).toMatch(/id="loi-o-B-I-1">Điểm ở mục này nhiều nhất là 30\./);
    expect(formOn(page)).toMatchObject({ 'B.I.1': '30,5', 'B.I.2': '65,5' });
    expect([await valueOf(here, 'B.I.1'), await valueOf(here, 'B.I.2')]).toEqual([undefined, '65.5']);

    await here.browser.post(`/ban-kiem-diem/${here.id}/ghi/tu-danh-gia`, { ...formOn(page), 'B.I.1': '30' });
    expect(await valueOf(here, 'B.I.1')).toBe('30');
  });

  test('sent again unchanged is refused again, not taken for untouched', async () => {
    const here = await desk();
    const page = await (await write(here.browser, here.id, 'tu-danh-gia', { 'B.I.1': '31' })).text();
    expect((await here.browser.post(`/ban-kiem-diem/${here.id}/ghi/tu-danh-gia`, formOn(page))).status).toBe(422);
  });
});

describe('saving by the script', () => {
  test('answers 200 with the new version and the time in Hà Nội', async () => {
    const here = await desk();
    const answer = await here.browser.json(`/ban-kiem-diem/${here.id}/o`, { key: 'V', value: 'Phần tôi.', version: 0 });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ key: 'V', version: 1, savedAt: '10:00:00' });
    expect(await valueOf(here, 'V')).toBe('Phần tôi.');
  });

  test('answers 409 with the other text and its version, and overwrites nothing', async () => {
    const here = await desk();
    const save = (value: string, version: number) =>
      here.browser.json(`/ban-kiem-diem/${here.id}/o`, { key: 'V', value, version });
    await save('Trước.', 0);
    const answer = await save('Sau.', 0);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({
      key: 'V',
      code: 'conflict',
      version: 1,
      theirs: 'Trước.',
      savedAt: '10:00:00',
    });
    expect(await valueOf(here, 'V')).toBe('Trước.');
    expect((await save('Sau.', 1)).status).toBe(200);
    expect((await save('Từ tương lai.', 9)).status).toBe(409);
  });

  test.each([
    ['a value that does not fit', { key: 'B.I.1', value: '31', version: 0 }, 'nhiều nhất là 30'],
    ['a field this review does not have', { key: 'B26', value: 'none', version: 0 }, 'không có trong bản kiểm điểm'],
  ])('answers 422 to %s', async (_what, body, words) => {
    const here = await desk();
    const answer = await here.browser.json(`/ban-kiem-diem/${here.id}/o`, body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ key: body.key, error: expect.stringContaining(words) as string });
  });

  test.each([
    ['a number for a text', { key: 'V', value: 5, version: 0 }],
    ['a missing version', { key: 'V', value: 'x' }],
    ['a negative version', { key: 'V', value: 'x', version: -1 }],
    ['a key of no shape', { key: '../V', value: 'x', version: 0 }],
    ['something more', { key: 'V', value: 'x', version: 0, state: 'accepted' }],
    ['a list', [1, 2]],
    ['nothing', null],
  ])('answers 422 as problem+json to %s', async (_what, body) => {
    const here = await desk();
    const before = await tableContents(here.deps.store);
    const answer = await here.browser.json(`/ban-kiem-diem/${here.id}/o`, body);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'invalid-input', requestId: expect.any(String) as string });
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('answers 401 once the session is over, and 415 to anything but JSON', async () => {
    const here = await desk();
    const body = { key: 'V', value: 'Phần tôi.', version: 0 };
    const form = await here.browser.post(`/ban-kiem-diem/${here.id}/o`, { key: 'V', value: 'Phần tôi.', version: '0' });
    expect(form.status).toBe(415);
    here.clock.forward(31);
    const answer = await here.browser.json(`/ban-kiem-diem/${here.id}/o`, body);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'not-signed-in' });
    expect(await valueOf(here, 'V')).toBeUndefined();
  });
});
