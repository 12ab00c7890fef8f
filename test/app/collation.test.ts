import { describe, expect, test } from 'vitest';
import { canonicalJson, sha256Hex } from '../../src/canonical.ts';
import { allEditions, editionOrThrow } from '../../src/catalogues/queries.ts';
import { signsOf } from '../../src/catalogues/rules.ts';
import { createTestApp } from '../helpers/app.ts';
import { actionsLogged, formOn, tableContents, wordsOn } from '../helpers/author.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

const PATH = '/quan-tri/danh-muc/b/doi-chieu';
const TITLES = ['Vi phạm kỷ cương, kỷ luật', 'Né tránh, đùn đẩy', 'Sợ trách nhiệm (chép từ văn bản)'];

/** The 25 signs as an office would paste them, with group titles and lines broken anywhere. */
function directive(more: Partial<Record<number, string>> = {}): string {
  const starts = [1, 13, 22];
  return Array.from({ length: 25 }, (_, index) => {
    const no = index + 1;
    const group = starts.indexOf(no);
    const title = group < 0 ? '' : `${['I', 'II', 'III'][group]}. ${TITLES[group]}\n`;
    return `${title}${no}. ${more[no] ?? `Nguyên văn biểu hiện số ${no},\nchép từ Chỉ thị.`}`;
  }).join('\n');
}

async function office(rehearsal = false) {
  const it = await createTestApp({ rehearsal });
  const units = await seedOffice(it.deps);
  const clerk = await seedPerson(it.deps, units.branch, 'Lê Thị Văn Phòng', {
    roles: [{ unitId: units.committee, role: 'office' }],
  });
  const browser = await it.as(clerk);
  const paste = (text: string, more: Record<string, string> = {}) =>
    browser.post(PATH, {
      van_ban: text,
      loai: 'Chỉ thị',
      so: '24-CT/TU',
      ngay: '07/8/2023',
      dot: '',
      buoc: 'xem',
      ...more,
    });
  return { ...it, units, clerk, browser, paste, db: it.deps.store.db };
}

type Office = Awaited<ReturnType<typeof office>>;

/** Looks at the comparison, ticks it off and saves. */
async function collated(it: Office, text = directive(), more: Record<string, string> = {}): Promise<Response> {
  const page = await (await it.paste(text, more)).text();
  return it.browser.post(PATH, { ...formOn(page), buoc: 'luu', dong_y: '1', ...more });
}

describe('collating a list with the signed document', () => {
  test('begins with the document we know the list by, and says what stands there now', async () => {
    const { browser } = await office();
    const page = await (await browser.get(PATH)).text();
    expect(formOn(page)).toMatchObject({ van_ban: '', loai: 'Chỉ thị', so: '24-CT/TU', ngay: '07/08/2023' });
    expect(page).toContain('Hiện có 20 biểu hiện do chương trình soạn tạm');
  });

  test('shows both wordings side by side with the differences marked, and saves nothing yet', async () => {
    const it = await office();
    const before = await tableContents(it.deps.store);
    const answer = await it.paste(
      directive({ 9: 'Cửa quyền, sách nhiễu, gây phiền hà cho người dân, tổ chức, doanh nghiệp.' }),
    );
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toMatch(
      /<p>Cửa quyền, <del>nhũng<\/del> nhiễu, gây phiền hà cho người dân, tổ chức, doanh nghiệp\. <\/p>/,
    );
    expect(page).toMatch(/<p>Cửa quyền, <ins>sách<\/ins> nhiễu, gây phiền hà cho người dân/);
    expect(wordsOn(page)).toContain('Tôi đã đối chiếu với văn bản gốc: Chỉ thị số 24-CT/TU, ngày 07-8-2023.');
    expect(formOn(page)).toMatchObject({ nhom_1: TITLES[0], nhom_2: TITLES[1], nhom_3: TITLES[2], ngoai_4: '1' });
    expect(formOn(page).ngoai_1).toBeUndefined();
    expect(await tableContents(it.deps.store)).toEqual(before);
  });

  test('saves a new edition with every word official, who, when and which document, and leaves the old one as it was', async () => {
    const it = await office();
    const old = await it.db.selectFrom('catalogue_edition').selectAll().execute();
    const answer = await collated(it);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/danh-muc/b-25-doi-chieu-2');
    const shipped = await editionOrThrow(it.db, 'b-25-v1');
    const edition = await editionOrThrow(it.db, 'b-25-doi-chieu-2');
    expect(edition.collation).toEqual({
      by: 'Lê Thị Văn Phòng',
      unit: 'Đảng ủy phường Thử Nghiệm',
      at: '2026-11-22T03:00:00.000Z',
      document: { kind: 'Chỉ thị', number: '24-CT/TU', date: '2023-08-07' },
      from: 'b-25-v1',
    });
    expect(edition.groups.map(({ number, title }) => `${number}. ${title}`)).toEqual(
      TITLES.map((title, index) => `${['I', 'II', 'III'][index]}. ${title}`),
    );
    expect(edition.groups.some((group) => group.titleProvisional)).toBe(false);
    expect(signsOf(edition).map(({ text }) => text)).toEqual(
      Array.from({ length: 25 }, (_, index) => `Nguyên văn biểu hiện số ${index + 1}, chép từ Chỉ thị.`),
    );
    const carried = (one: typeof edition) =>
      signsOf(one).map(({ no, mayBeOutsideDuty, seeAlso }) => ({ no, mayBeOutsideDuty, seeAlso }));
    expect(signsOf(edition).every(({ provenance }) => provenance === 'official')).toBe(true);
    expect(carried(edition)).toEqual(carried(shipped));
    expect(edition.answers).toEqual(shipped.answers);
    const rows = await it.db.selectFrom('catalogue_edition').selectAll().execute();
    expect(rows.filter(({ id }) => id !== edition.id)).toEqual(old);
    const stored = rows.find(({ id }) => id === edition.id);
    expect(stored?.sha256).toBe(sha256Hex(canonicalJson(edition)));
    expect(await actionsLogged(it.deps)).toEqual(['edition-collated']);
  });

  test('then nothing marks the words any more, and the list says who collated it with what and when', async () => {
    const it = await office();
    await collated(it);
    const page = wordsOn(await (await it.browser.get('/danh-muc/b-25-doi-chieu-2')).text());
    expect(page).toContain('Nguyên văn biểu hiện số 22, chép từ Chỉ thị.');
    expect(page).not.toMatch(/Bản soạn tạm|Diễn đạt rút gọn|Chưa có nội dung chính thức|tên tạm/);
    const who =
      'Đồng chí Lê Thị Văn Phòng (Đảng ủy phường Thử Nghiệm) đối chiếu với văn bản gốc Chỉ thị 24-CT/TU, ngày 07-8-2023; lưu lúc 10:00:00 ngày 22/11/2026.';
    expect(page).toContain(who);
    expect(wordsOn(await (await it.browser.get('/danh-muc')).text())).toContain(who);
  });

  test('the 27 signs are read with numbers that begin again in each group, as the resolution has them', async () => {
    const it = await office();
    const text = ['1- Tư tưởng chính trị', '2- Đạo đức, lối sống', '3- “Tự diễn biến”']
      .map((title) =>
        [title, ...Array.from({ length: 9 }, (_, index) => `${index + 1}) Lời ${title} ${index}.`)].join('\n'),
      )
      .join('\n');
    const path = '/quan-tri/danh-muc/a/doi-chieu';
    const typed = { van_ban: text, loai: 'Nghị quyết', so: '04-NQ/TW', ngay: '30/10/2016', buoc: 'xem' };
    const page = await (await it.browser.post(path, typed)).text();
    const answer = await it.browser.post(path, { ...formOn(page), buoc: 'luu', dong_y: '1' });
    expect(answer.headers.get('location')).toBe('/danh-muc/a-27-doi-chieu-2');
    const edition = await editionOrThrow(it.db, 'a-27-doi-chieu-2');
    expect(signsOf(edition).map(({ no }) => no)).toEqual(Array.from({ length: 27 }, (_, index) => index + 1));
    expect(edition.groups.map(({ title }) => title)).toEqual([
      'Tư tưởng chính trị',
      'Đạo đức, lối sống',
      '“Tự diễn biến”',
    ]);
  });

  test('a sign is asked about duties only where the office leaves it so', async () => {
    const it = await office();
    const page = await (await it.paste(directive())).text();
    const { ngoai_4: _without, ...form } = formOn(page);
    await it.browser.post(PATH, { ...form, ngoai_6: '1', buoc: 'luu', dong_y: '1' });
    const edition = await editionOrThrow(it.db, 'b-25-doi-chieu-2');
    const offered = signsOf(edition).filter(({ mayBeOutsideDuty }) => mayBeOutsideDuty);
    expect(offered.map(({ no }) => no)).toEqual([5, 6, 9, 12, 19, 20, 23, 25]);
  });
});

describe('what is not the whole text is sent back, as it was typed', () => {
  test.each([
    ['nothing', '', 'Đồng chí dán nội dung danh mục từ văn bản gốc.'],
    ['a text without numbers', 'Một đoạn văn.', 'Chưa thấy dòng nào có số thứ tự'],
    ['one that lacks a number', directive().replace(/^7\. .*\n.*\n/m, ''), 'Thiếu số 7.'],
    ['one with a number twice', `${directive()}\n3. Thừa.`, 'Số 3 có hơn một dòng'],
    [
      'the 27 signs in place of the 25',
      `${directive()}\n26. Thừa.\n27. Thừa.`,
      'chỉ có 25 biểu hiện, nội dung dán có số 26, 27',
    ],
  ])('%s', async (_what, text, sentence) => {
    const it = await office();
    const before = await tableContents(it.deps.store);
    const answer = await it.paste(text);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(wordsOn(page)).toContain(sentence);
    expect(formOn(page)).toMatchObject({ van_ban: text, so: '24-CT/TU' });
    expect(await tableContents(it.deps.store)).toEqual(before);
  });

  test.each([
    ['so', '', 'Đồng chí ghi số của văn bản gốc.'],
    ['ngay', '32/8/2023', 'Ngày ghi dạng ngày/tháng/năm'],
    ['ngay', '07/8/2027', 'Ngày của văn bản không thể ở tương lai'],
  ])('%s = %j: “%s”', async (field, value, sentence) => {
    const it = await office();
    const answer = await it.paste(directive(), { [field]: value });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(formOn(page)).toMatchObject({ van_ban: directive(), [field]: value });
  });

  test('a paste longer than any list keeps its words too', async () => {
    const it = await office();
    const text = directive({ 25: 'dài '.repeat(15_100).trim() });
    const page = await (await it.paste(text)).text();
    expect(page).toContain('ô này nhận nhiều nhất 60.000 chữ');
    expect(formOn(page).van_ban).toBe(text);
  });
});

describe('nothing is saved unread', () => {
  test('without the tick the comparison comes back with everything typed', async () => {
    const it = await office();
    const page = await (await it.paste(directive())).text();
    const typed = { ...formOn(page), nhom_3: 'Tên sửa tay', buoc: 'luu' };
    const answer = await it.browser.post(PATH, typed);
    const back = await answer.text();
    expect(answer.status).toBe(422);
    expect(back).toContain('Đồng chí đánh dấu là đã đối chiếu, rồi mới lưu.');
    expect(formOn(back)).toMatchObject({ van_ban: directive(), nhom_3: 'Tên sửa tay' });
    expect(await allEditions(it.db)).toHaveLength(2);
  });

  test('a group whose title is only ours asks for the document’s', async () => {
    const it = await office();
    const plain = directive().replaceAll(/^I{1,3}\. .*\n/gm, '');
    const page = await (await it.paste(plain)).text();
    expect(formOn(page)).toMatchObject({ nhom_1: 'Vi phạm kỷ cương, kỷ luật', nhom_3: '' });
    const answer = await it.browser.post(PATH, { ...formOn(page), buoc: 'luu', dong_y: '1' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Đồng chí chép tên nhóm từ văn bản gốc.');
    expect(await allEditions(it.db)).toHaveLength(2);
  });

  test('our own provisional words pass for the document’s only after they were looked at there', async () => {
    const it = await office();
    const ours = signsOf(await editionOrThrow(it.db, 'b-25-v1'));
    const text = directive({ 6: ours[5]?.text ?? '', 9: ours[8]?.text ?? '' });
    const page = await (await it.paste(text)).text();
    expect(wordsOn(page)).toContain('Số 6, 9 giống từng chữ lời của chương trình');
    const refused = await it.browser.post(PATH, { ...formOn(page), buoc: 'luu', dong_y: '1' });
    expect(refused.status).toBe(422);
    expect(await allEditions(it.db)).toHaveLength(2);
    const ticked = { ...formOn(await refused.text()), buoc: 'luu', dung_tung_chu: '1', dong_y: '1' };
    expect((await it.browser.post(PATH, ticked)).status).toBe(303);
  });

  test('another document than the list’s own is asked about', async () => {
    const it = await office();
    const page = await (await it.paste(directive(), { so: '35-CT/TU' })).text();
    expect(wordsOn(page)).toContain('Danh mục này vốn thuộc Chỉ thị 24-CT/TU, ngày 07-8-2023.');
    const answer = await it.browser.post(PATH, { ...formOn(page), buoc: 'luu', dong_y: '1' });
    expect(answer.status).toBe(422);
    expect(await allEditions(it.db)).toHaveLength(2);
  });

  test('a tick holds for what was shown: text changed since is compared anew', async () => {
    const it = await office();
    const page = await (await it.paste(directive())).text();
    const changed = directive({ 4: 'Sửa sau khi so.' });
    const answer = await it.browser.post(PATH, { ...formOn(page), van_ban: changed, buoc: 'luu', dong_y: '1' });
    const back = await answer.text();
    expect(answer.status).toBe(422);
    expect(back).toContain('đồng chí xem lại bảng so sánh mới rồi đánh dấu');
    expect(formOn(back).dong_y).toBeUndefined();
    expect((await it.browser.post(PATH, { ...formOn(back), buoc: 'luu', dong_y: '1' })).status).toBe(303);
    expect(signsOf(await editionOrThrow(it.db, 'b-25-doi-chieu-2'))[3]?.text).toBe('Sửa sau khi so.');
  });
});

describe('two who collate at once', () => {
  test('a double click makes one edition', async () => {
    const it = await office();
    const form = { ...formOn(await (await it.paste(directive())).text()), buoc: 'luu', dong_y: '1' };
    const answers = await Promise.all([it.browser.post(PATH, form), it.browser.post(PATH, form)]);
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual([
      '/danh-muc/b-25-doi-chieu-2',
      '/danh-muc/b-25-doi-chieu-2',
    ]);
    expect(await allEditions(it.db)).toHaveLength(3);
    expect(await actionsLogged(it.deps)).toEqual(['edition-collated']);
  });

  test('the second of two different texts is shown the first, and keeps its own', async () => {
    const it = await office();
    const mine = directive({ 2: 'Lời của tôi.' });
    const form = { ...formOn(await (await it.paste(mine)).text()), buoc: 'luu', dong_y: '1' };
    await collated(it);
    const answer = await it.browser.post(PATH, form);
    const page = await answer.text();
    expect(answer.status).toBe(409);
    expect(wordsOn(page)).toContain('Đồng chí Lê Thị Văn Phòng (Đảng ủy phường Thử Nghiệm) vừa lưu phiên bản 2');
    expect(formOn(page)).toMatchObject({ van_ban: mine, so_voi: 'b-25-doi-chieu-2' });
    expect((await it.browser.post(PATH, { ...formOn(page), buoc: 'luu', dong_y: '1' })).headers.get('location')).toBe(
      '/danh-muc/b-25-doi-chieu-3',
    );
  });
});

describe('who may collate', () => {
  test('nobody but the office and the administrator, and only the two lists there are', async () => {
    const it = await office();
    const secretary = await seedPerson(it.deps, it.units.branch, 'Bí Thư', {
      roles: [{ unitId: it.units.branch, role: 'secretary' }],
    });
    const browser = await it.as(secretary);
    expect((await browser.get(PATH)).status).toBe(403);
    expect((await browser.post(PATH, { van_ban: directive() })).status).toBe(403);
    expect((await it.browser.get('/quan-tri/danh-muc/c/doi-chieu')).status).toBe(404);
    const page = await (await browser.get('/danh-muc/b-25-v1')).text();
    expect(page).not.toContain('/doi-chieu');
    expect(await (await it.browser.get('/danh-muc/b-25-v1')).text()).toContain(`href="${PATH}"`);
  });

  test('coming from a campaign leads back to it', async () => {
    const it = await office();
    const dot = await seedCampaign(it.deps, it.units.committee, { state: 'preparing' });
    expect(formOn(await (await it.browser.get(`${PATH}?dot=${dot}`)).text()).dot).toBe(dot);
    const answer = await collated(it, directive(), { dot });
    expect(answer.headers.get('location')).toBe(`/quan-tri/dot/${dot}`);
    expect(formOn(await (await it.browser.get(`${PATH}?dot=//evil`)).text()).dot).toBe('');
  });
});
