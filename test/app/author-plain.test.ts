import { describe, expect, test } from 'vitest';
import { loadReview } from '../../src/reviews/loaded.ts';
import {
  type AuthorWorld,
  authorWorld,
  begin,
  beginComplete,
  formOn,
  tableContents,
  wordsOn,
  write,
} from '../helpers/author.ts';

/** What the plain form of a page can do besides saving and going on, where no script runs. */
interface Desk extends AuthorWorld {
  id: string;
  step(slug: string): string;
}

async function desk(beginWith: typeof beginComplete = begin): Promise<Desk> {
  const world = await authorWorld();
  const id = await beginWith(world);
  return { ...world, id, step: (slug) => `/ban-kiem-diem/${id}/ghi/${slug}` };
}

async function pageOf({ browser }: Desk, path: string): Promise<string> {
  return (await browser.get(path)).text();
}

async function stored({ deps, id }: Desk, key: string): Promise<string | undefined> {
  return (await loadReview(deps, id)).fields.get(key)?.value;
}

describe('an answer taken back', () => {
  const SIGNS = 'bieu-hien-a-1';
  const BUTTON = /<button[^>]* name="xoa" value="A5"[^>]*>/;

  async function answered(beginWith: typeof beginComplete = begin): Promise<Desk> {
    const here = await desk(beginWith);
    await write(here.browser, here.id, SIGNS, { A5: 'present', 'A5.evidence': 'Né tránh góp ý.', 'A5.remedy': 'Sửa.' });
    return here;
  }

  test('leaves the sign unanswered and its words where they were, for the next answer', async () => {
    const here = await answered();
    const answer = await write(here.browser, here.id, SIGNS, { xoa: 'A5' });
    expect(answer.headers.get('location')).toBe(`${here.step(SIGNS)}?so=5#o-A5`);
    expect([await stored(here, 'A5'), await stored(here, 'A5.evidence')]).toEqual(['', 'Né tránh góp ý.']);
    const form = formOn(await pageOf(here, here.step(SIGNS)));
    expect(form).not.toHaveProperty('A5');
    expect(form['A5.evidence']).toBe('Né tránh góp ý.');
    await write(here.browser, here.id, SIGNS, { A5: 'present' });
    expect((await loadReview(here.deps, here.id)).content.fields).toMatchObject({
      A5: 'present',
      'A5.evidence': 'Né tránh góp ý.',
    });
  });

  test('counts as unanswered, and nothing of it is part of what the review says', async () => {
    const here = await answered(beginComplete);
    await write(here.browser, here.id, SIGNS, { xoa: 'A5' });
    const check = wordsOn(await pageOf(here, `/ban-kiem-diem/${here.id}/kiem-tra`));
    expect(check).toContain('27 biểu hiện: còn 1 biểu hiện chưa trả lời (số 5)');
    const { fields } = (await loadReview(here.deps, here.id)).content;
    expect(Object.keys(fields).filter((key) => key.startsWith('A5'))).toEqual([]);
  });

  test('is offered only where there is an answer', async () => {
    const here = await desk();
    expect(BUTTON.exec(await pageOf(here, here.step(SIGNS)))?.[0]).toContain(' hidden');
    await write(here.browser, here.id, SIGNS, { A5: 'none' });
    const page = await pageOf(here, here.step(SIGNS));
    expect(BUTTON.exec(page)?.[0]).not.toContain(' hidden');
    expect(wordsOn(page)).toContain('Bỏ trả lời biểu hiện này');
  });

  test('takes the rest of the page along: what was typed beside is saved', async () => {
    const here = await answered();
    await write(here.browser, here.id, SIGNS, { A7: 'none', 'A5.evidence': 'Né tránh một lần.', xoa: 'A5' });
    expect([await stored(here, 'A7'), await stored(here, 'A5.evidence')]).toEqual(['none', 'Né tránh một lần.']);
  });

  test('can be a level, or a state in section III', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'tu-danh-gia', { 'B.II': 'good' });
    await write(here.browser, here.id, 'tu-danh-gia', { xoa: 'B.II' });
    expect(await stored(here, 'B.II')).toBe('');
    expect(wordsOn(await pageOf(here, here.step('tu-danh-gia')))).toContain('Bỏ lựa chọn này');
  });

  test('changed in another window meanwhile, both stand side by side as often as it is sent, until one is chosen', async () => {
    const here = await answered();
    const path = here.step(SIGNS);
    const form = formOn(await pageOf(here, path));
    await write(here.browser, here.id, SIGNS, { A5: 'prevent' });
    let page = '';
    for (const sent of [{ ...form, xoa: 'A5' }, undefined]) {
      const answer = await here.browser.post(path, sent ?? formOn(page));
      expect(answer.status).toBe(409);
      page = await answer.text();
      expect(wordsOn(page)).toContain('Bản đang gõ Chưa trả lời');
      expect(await stored(here, 'A5')).toBe('prevent');
    }
    expect((await here.browser.post(path, { ...formOn(page), 'chon:A5': 'mine' })).status).toBe(303);
    expect(await stored(here, 'A5')).toBe('');
  });

  test('of no question of this review, changes nothing', async () => {
    const here = await answered();
    const before = await tableContents(here.deps.store);
    for (const xoa of ['B26', 'A99']) await write(here.browser, here.id, SIGNS, { xoa });
    expect((await write(here.browser, here.id, SIGNS, { xoa: '../A5' })).status).toBe(422);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });
});

describe('the size of letters on a page of writing', () => {
  const SIZE = /<button[^>]* name="co" value="24"[^>]*>/;

  test('is changed by the form itself: what was typed is saved first, and the same page comes again', async () => {
    const here = await desk();
    const page = await pageOf(here, here.step('muc-i'));
    expect(SIZE.exec(page)?.[0]).toContain(' form="ban-viet"');
    expect(page).toContain('id="ban-viet"');
    const answer = await write(here.browser, here.id, 'muc-i', { 'I.1': 'Đang gõ dở', ve: 'kiem-tra', co: '24' });
    expect(answer.headers.get('location')).toBe(`${here.step('muc-i')}?ve=kiem-tra`);
    expect(answer.headers.getSetCookie().join()).toMatch(/^co-chu=24;/);
    expect(await stored(here, 'I.1')).toBe('Đang gõ dở');
    expect((await tableContents(here.deps.store)).preference).toMatchObject([{ key: 'text-size', value: '24' }]);
  });

  test('waits while a text cannot be saved, and stays as it is for a size there is not', async () => {
    const here = await desk();
    const form = formOn(await pageOf(here, here.step('muc-i')));
    await write(here.browser, here.id, 'muc-i', { 'I.1': 'Ở cửa sổ khác.' });
    const conflict = await here.browser.post(here.step('muc-i'), { ...form, 'I.1': 'Ở đây.', co: '24' });
    expect(conflict.status).toBe(409);
    expect(formOn(await conflict.text())['I.1']).toBe('Ở đây.');
    expect((await write(here.browser, here.id, 'muc-i', { co: '99' })).status).toBe(422);
    expect((await tableContents(here.deps.store)).preference).toEqual([]);
  });

  test('leaves the one sign in sight where signs come one on a page', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'bieu-hien-a-1', { xem: 'mot' });
    const path = `${here.step('bieu-hien-a-1')}?so=4`;
    const answer = await here.browser.post(path, { ...formOn(await pageOf(here, path)), A4: 'none', co: '21' });
    expect(answer.headers.get('location')).toBe(`${path}#o-A4`);
    expect(await stored(here, 'A4')).toBe('none');
  });

  test('has a form of its own everywhere else', async () => {
    const here = await desk();
    const page = await pageOf(here, '/danh-muc');
    expect(SIZE.exec(page)?.[0]).not.toContain(' form=');
    expect(page).toContain('action="/co-chu"');
  });
});
