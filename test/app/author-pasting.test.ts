import { describe, expect, test } from 'vitest';
import { findField } from '../../src/reviews/queries.ts';
import { authorWorld, begin, formOn, unescaped, wordsOn, write } from '../helpers/author.ts';
import { seedPerson } from '../helpers/people.ts';

const OLD = '§¶ng bé ph­êng ®· hoµn thµnh tèt nhiÖm vô.';
const NEW = 'Đảng bộ phường đã hoàn thành tốt nhiệm vụ.';
const SYMBOLS = OLD.replace(/[\u00A1-\u00FF]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xf000));
const OFFER = 'phông cũ ( TCVN3 )';

async function world() {
  const made = await authorWorld();
  const id = await begin(made);
  const path = `/ban-kiem-diem/${id}/ghi/muc-i`;
  return {
    ...made,
    id,
    path,
    stored: async (key = 'I.1') => (await findField(made.deps.store.db, id, key))?.value ?? '',
    html: async (at = path) => (await made.browser.get(at)).text(),
    save: (value: string, version = 0) => made.browser.json(`/ban-kiem-diem/${id}/o`, { key: 'I.1', value, version }),
  };
}

describe('letters of an old font, without a script', () => {
  test('are stored as typed, and the page comes back with the offer at the field', async () => {
    const { browser, id, path, stored, html } = await world();
    const answer = await write(browser, id, 'muc-i', { 'I.1': OLD, di: 'tiep' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}#goi-chu-o-I-1`]);
    expect(await stored()).toBe(OLD);
    const page = await html();
    expect(wordsOn(page)).toContain(OFFER);
    expect(wordsOn(page)).toContain(NEW);
    expect(page).toContain('id="goi-chu-o-I-1"');
  });

  test('become Unicode only when the button says so', async () => {
    const { browser, id, path, stored, html } = await world();
    await write(browser, id, 'muc-i', { 'I.1': OLD });
    const answer = await write(browser, id, 'muc-i', { 'chuyen:I.1': 'unicode' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}#o-I-1`]);
    expect(await stored()).toBe(NEW);
    expect(wordsOn(await html())).not.toContain(OFFER);
  });

  test('stay as they are when the author says so, and the way goes on', async () => {
    const { browser, id, path, stored, html } = await world();
    await write(browser, id, 'muc-i', { 'I.1': OLD });
    const kept = await write(browser, id, 'muc-i', { 'chuyen:I.1': 'nguyen' });
    expect(kept.headers.get('location')).toBe(`${path}#o-I-1`);
    expect(wordsOn(await html())).not.toContain(OFFER);
    const on = await write(browser, id, 'muc-i', { di: 'tiep' });
    expect(on.headers.get('location')).toMatch(/\/ghi\/muc-ii$/);
    expect(await stored()).toBe(OLD);
  });

  test('kept as they are, are not asked about on a later day, nor while their author writes on', async () => {
    const { browser, id, stored, clock, as, author, path } = await world();
    await write(browser, id, 'muc-i', { 'I.1': OLD });
    await write(browser, id, 'muc-i', { 'chuyen:I.1': 'nguyen' });
    clock.forward(24 * 60);
    const later = await as(author);
    expect(wordsOn(await (await later.get(path)).text())).not.toContain(OFFER);
    const on = await write(later, id, 'muc-i', { 'I.1': `${OLD} Xong trong quý I.`, di: 'tiep' });
    expect(on.headers.get('location')).toMatch(/\/ghi\/muc-ii$/);
    expect(await stored()).toContain('Xong trong quý I.');
    expect(wordsOn(await (await later.get(path)).text())).not.toContain(OFFER);
  });

  test('another text of an old font in the same field is asked about, and so is the same in another field', async () => {
    const { browser, id, html, path } = await world();
    await write(browser, id, 'muc-i', { 'I.1': OLD });
    await write(browser, id, 'muc-i', { 'chuyen:I.1': 'nguyen' });
    const other = await write(browser, id, 'muc-i', { 'I.1': `${OLD}\nB¸o c¸o chi bé ®óng h¹n.` });
    expect(other.headers.get('location')).toBe(`${path}#goi-chu-o-I-1`);
    await write(browser, id, 'muc-i', { 'chuyen:I.1': 'nguyen' });
    expect(wordsOn(await html())).not.toContain(OFFER);
    const second = await write(browser, id, 'muc-i', { 'I.2': OLD });
    expect(second.headers.get('location')).toBe(`${path}#goi-chu-o-I-2`);
  });

  test('kept in one window while another saved something else: the other text is asked about as ever', async () => {
    const { browser, id, html, path, save, deps } = await world();
    await write(browser, id, 'muc-i', { 'I.1': OLD });
    const form = formOn(await html());
    await save('B¸o c¸o chi bé ®óng h¹n.', 1);
    const answer = await browser.post(path, { ...form, 'chuyen:I.1': 'nguyen' });
    expect(answer.status).toBe(303);
    expect((await findField(deps.store.db, id, 'I.1'))?.kept_letters).toBe('');
    expect(wordsOn(await html())).toContain(OFFER);
  });

  test('that cannot be printed are stored all the same, and the offer makes them printable', async () => {
    const { browser, id, path, stored, html } = await world();
    const saved = await write(browser, id, 'muc-i', { 'I.1': SYMBOLS });
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `${path}#goi-chu-o-I-1`]);
    expect(await stored()).toBe(SYMBOLS);
    const page = await html();
    expect(wordsOn(page)).toContain('không in được trên giấy');
    expect(wordsOn(page)).toContain(NEW);
    expect(unescaped(page)).toContain(SYMBOLS);
    const answer = await browser.post(path, { ...formOn(page), 'chuyen:I.1': 'unicode' });
    expect(answer.status).toBe(303);
    expect(await stored()).toBe(NEW);
  });

  test('a field changed elsewhere meanwhile is not converted over', async () => {
    const { browser, id, path, stored, html, save } = await world();
    await write(browser, id, 'muc-i', { 'I.1': OLD });
    const form = formOn(await html());
    await save('Bản khác', 1);
    const answer = await browser.post(path, { ...form, 'chuyen:I.1': 'unicode' });
    expect(answer.status).toBe(409);
    expect(await stored()).toBe('Bản khác');
  });

  test.each(['', 'xoa'])('a button that does not exist (%j) changes nothing', async (asked) => {
    const { browser, id, stored } = await world();
    await write(browser, id, 'muc-i', { 'I.1': OLD });
    await write(browser, id, 'muc-i', { 'chuyen:I.1': asked, 'chuyen:X': 'unicode' });
    expect(await stored()).toBe(OLD);
  });

  test('after the review is handed in nothing is converted', async () => {
    const { browser, id, stored, html, path, deps } = await world();
    await write(browser, id, 'muc-i', { 'I.1': OLD });
    const form = formOn(await html());
    await deps.store.db.updateTable('review').set({ state: 'submitted' }).where('id', '=', id).execute();
    const answer = await browser.post(path, { ...form, 'chuyen:I.1': 'unicode' });
    expect(answer.status).toBe(409);
    expect(await stored()).toBe(OLD);
  });
});

describe('the answer to the saving script', () => {
  test('carries what could be made of the text; the text itself is stored as typed', async () => {
    const { save, stored } = await world();
    const answer = await save(`${OLD}\n•  Việc`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      version: 1,
      legacy: { encoding: 'TCVN3', converted: `${NEW}\n•  Việc` },
      tidy: `${OLD}\n- Việc`,
    });
    expect(await stored()).toBe(`${OLD}\n•  Việc`);
  });

  test('carries the offer beside what it says of letters that cannot be printed, and beside a refusal', async () => {
    const { save } = await world();
    const answer = await save(SYMBOLS);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ legacy: { encoding: 'TCVN3', converted: NEW } });
    const bullets = await save('\uF0B7 Một', 1);
    expect(bullets.status).toBe(200);
    expect(await bullets.json()).toMatchObject({ tidy: '- Một' });
    const long = await save(`${OLD}\n`.repeat(600), 2);
    expect(long.status).toBe(422);
    expect(await long.json()).toMatchObject({ legacy: { encoding: 'TCVN3' } });
  });

  test('“Giữ nguyên” is remembered with the field, and only for a text that is stored', async () => {
    const { browser, id, save, html } = await world();
    await save(OLD);
    const keep = (value: string, version: number) =>
      browser.json(`/ban-kiem-diem/${id}/o`, { key: 'I.1', value, version, keep: true });
    const kept = await keep(OLD, 1);
    expect(await kept.json()).toEqual({ key: 'I.1', version: 1, savedAt: expect.any(String) as string });
    expect(wordsOn(await html())).not.toContain(OFFER);
    expect(await (await save(`${OLD} Xong.`, 1)).json()).not.toHaveProperty('legacy');
    const both = await keep('Chi bé ®ång ý.', 2);
    expect(await both.json()).not.toHaveProperty('legacy');
    expect((await keep(`${OLD}\n`.repeat(600), 3)).status).toBe(422);
    expect(await (await save(OLD, 3)).json()).toHaveProperty('legacy');
    expect((await browser.json(`/ban-kiem-diem/${id}/o`, { key: 'I.1', value: 'a', version: 4, keep: 1 })).status).toBe(
      422,
    );
  });

  test('of somebody else is not found', async () => {
    const { save, as, deps, office, id, html } = await world();
    await save(OLD);
    const other = await as(await seedPerson(deps, office.branch, 'Lê Thị Bên Cạnh'));
    const answer = await other.json(`/ban-kiem-diem/${id}/o`, { key: 'I.1', value: OLD, version: 1, keep: true });
    expect(answer.status).toBe(404);
    expect(wordsOn(await html())).toContain(OFFER);
  });

  test('says nothing of ordinary text', async () => {
    const { save } = await world();
    const answer: unknown = await (await save('Đồng chí đã hoàn thành nhiệm vụ.')).json();
    expect(Object.keys(answer as object).toSorted()).toEqual(['key', 'savedAt', 'version']);
  });
});

test('bullets and gaps are cleaned on request only', async () => {
  const { browser, id, stored, html } = await world();
  await write(browser, id, 'muc-i', { 'I.1': '• Việc  một\n• Việc hai', 'I.2': 'Không có gì để dọn.' });
  expect(await stored()).toBe('• Việc  một\n• Việc hai');
  const buttons = [...(await html()).matchAll(/name="chuyen:([^"]+)" value="gon"/g)].map(([, key]) => key);
  // The last is the template of the script.
  expect(buttons.filter(Boolean)).toEqual(['I.1']);
  await write(browser, id, 'muc-i', { 'chuyen:I.1': 'gon' });
  expect(await stored()).toBe('- Việc một\n- Việc hai');
  expect(await html()).not.toContain('name="chuyen:I.1"');
});
