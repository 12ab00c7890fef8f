import { describe, expect, test } from 'vitest';
import { criteriaSetOrThrow } from '../../src/campaigns/queries.ts';
import { findRecord, recordText } from '../../src/records/queries.ts';
import type { ReviewContent } from '../../src/reviews/content.ts';
import { criteriaIn } from '../../src/reviews/criteria.ts';
import { fakePdf } from '../helpers/app.ts';
import { authorWorld, beginComplete, formOn, handIn, wordsOn, write } from '../helpers/author.ts';
import { seedCriteria } from '../helpers/season.ts';

/** An author of form 2B whose committee splits the 30 and the 70 points into three and two lines. */
async function world() {
  const pdf = fakePdf();
  const it = await authorWorld({ pdf });
  const { db } = it.deps.store;
  const setId = await seedCriteria(it.deps, it.office.committee, { name: 'Bộ tiêu chí phường' });
  const choose = (criteria: Record<string, string>) =>
    db
      .updateTable('campaign')
      .set({ settings: JSON.stringify({ criteria }) })
      .where('id', '=', it.campaignId)
      .execute();
  await choose({ no_post: setId });
  const set = await criteriaSetOrThrow(db, setId);
  const keys = (['general', 'results'] as const).flatMap((group) => criteriaIn(set, group).map(({ key }) => key));
  const id = await beginComplete(it);
  const step = `/ban-kiem-diem/${id}/ghi/tu-danh-gia`;
  const points = (values: readonly string[]) =>
    Object.fromEntries(keys.map((key, index) => [key, values[index] ?? '']));
  return { ...it, db, pdf, setId, set, choose, keys, id, step, points };
}

type World = Awaited<ReturnType<typeof world>>;

async function frozen({ db, id }: World): Promise<ReviewContent> {
  const record = await findRecord(db, id, 1);
  if (!record) throw new Error('nothing frozen');
  return JSON.parse(await recordText(db, record)) as ReviewContent;
}

async function checked({ browser, id }: World): Promise<string> {
  return wordsOn(await (await browser.get(`/ban-kiem-diem/${id}/kiem-tra`)).text());
}

describe('the committee’s lines in the own assessment', () => {
  test('stand under their group with their most points, empty and optional', async () => {
    const it = await world();
    const page = await (await it.browser.get(it.step)).text();
    expect(it.keys).toHaveLength(5);
    for (const key of it.keys) expect(formOn(page)[key]).toBe('');
    const words = wordsOn(page);
    expect(words).toContain('Điểm theo từng tiêu chí của “Bộ tiêu chí phường”, không bắt buộc.');
    expect(words).toContain('Tiêu chí 2: Đạo đức, lối sống /12,5');
    expect(words).toContain('Tiêu chí 5: Chất lượng, sản phẩm /30');
    expect(words).toContain('Cộng 0 trên 3 tiêu chí đã ghi: …/30; điểm của nhóm đồng chí ghi: 28,5');
    // The form's own total stays the last word of the page.
    expect(words.indexOf('Tổng điểm: 88,5/100')).toBeGreaterThan(words.indexOf('Cộng 0 trên 2'));
    expect(await checked(it)).not.toContain('Điểm theo tiêu chí');
  });

  test('are saved like every field, added up, and fill in nothing', async () => {
    const it = await world();
    await write(it.browser, it.id, 'tu-danh-gia', it.points(['9,5', '12', '7']));
    const saved = await it.browser.json(`/ban-kiem-diem/${it.id}/o`, { key: it.keys[3], value: '35,25', version: 0 });
    expect(saved.status).toBe(200);
    const page = await (await it.browser.get(it.step)).text();
    expect(formOn(page)).toMatchObject({ ...it.points(['9,5', '12', '7', '35,25']), 'B.I.1': '28,5', 'B.I.2': '60' });
    expect(wordsOn(page)).toContain('Cộng 3 trên 3 tiêu chí đã ghi: 28,5/30');
    expect(wordsOn(page)).toContain('Cộng 1 trên 2 tiêu chí đã ghi: 35,25/70');
  });

  test.each([
    ['10,5', 'Điểm ở mục này nhiều nhất là 10.'],
    ['mười', 'Điểm ghi bằng số'],
    ['1,234', 'Điểm ghi bằng số'],
  ])('take no %s: “%s”', async (typed, sentence) => {
    const it = await world();
    const answer = await write(it.browser, it.id, 'tu-danh-gia', it.points([typed]));
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(formOn(page)[it.keys[0] ?? '']).toBe(typed);
  });

  test('a line of no set, or of another set, is no field of the review', async () => {
    const it = await world();
    const other = await criteriaSetOrThrow(
      it.db,
      await seedCriteria(it.deps, it.office.committee, { name: 'Bộ khác' }),
    );
    for (const key of ['C.00000000.1', criteriaIn(other, 'general')[0]?.key ?? '', `${it.keys[0]}0`, 'C.1']) {
      const answer = await it.browser.json(`/ban-kiem-diem/${it.id}/o`, { key, value: '5', version: 0 });
      expect(answer.status, key).toBe(422);
    }
  });

  test.each<[string, string[], string | null, string | null]>([
    ['none', [], null, null],
    ['all, and they come to the points of the group', ['9,5', '12', '7', '35', '25'], null, null],
    [
      'all, and they do not',
      ['9', '12', '7', '35', '25'],
      'đồng chí ghi 28,5 điểm, các tiêu chí đã ghi cộng lại được 28',
      null,
    ],
    ['some, fewer than the group has', ['9'], null, 'Nhóm tiêu chí chung: mới ghi điểm 1 trên 3 tiêu chí'],
    [
      'some, and more already',
      ['10', '12,5', '6,5', '40', '30'],
      'nhiệm vụ: đồng chí ghi 60 điểm, các tiêu chí đã ghi cộng lại được 70',
      null,
    ],
  ])('with points on %s the check page says so', async (_what, values, contradiction, thought) => {
    const it = await world();
    await write(it.browser, it.id, 'tu-danh-gia', it.points(values));
    const words = await checked(it);
    if (contradiction) expect(words).toContain(contradiction);
    else expect(words).not.toContain('các tiêu chí đã ghi cộng lại');
    if (thought) expect(words).toContain(thought);
    else expect(words).not.toContain('mới ghi điểm');
  });

  test('a sum that differs may be handed in with a reason, and not without', async () => {
    const it = await world();
    await write(it.browser, it.id, 'tu-danh-gia', it.points(['9', '12', '7']));
    const submit = (reason: string) => handIn(it.browser, it.id, reason);
    expect((await submit('')).status).toBe(422);
    expect((await submit('Chi bộ đã thống nhất.')).status).toBe(303);
  });
});

describe('what is handed in', () => {
  test('holds the points and the set they were given by, reads so, and prints them after the form', async () => {
    const it = await world();
    await write(it.browser, it.id, 'tu-danh-gia', it.points(['9,5', '12', '7']));
    expect(await checked(it)).toContain(
      'Điểm theo tiêu chí 1. Tư tưởng chính trị: 9,5/10 2. Đạo đức, lối sống: 12/12,5 3.',
    );
    await handIn(it.browser, it.id, 'đã xem lại');
    const content = await frozen(it);
    expect(content.criteriaSet).toBe(it.setId);
    expect(content.fields).toMatchObject({ [it.keys[0] ?? '']: '9.5', [it.keys[2] ?? '']: '7' });
    expect((await it.browser.get(`/ban-kiem-diem/${it.id}/ban-in.pdf`)).status).toBe(200);
    const paper = wordsOn(it.pdf.printed.at(-1) ?? '');
    expect(paper).toContain('BẢNG ĐIỂM THEO TIÊU CHÍ');
    expect(paper).toContain('2 Đạo đức, lối sống 12,5 12');
    expect(paper).toContain('Cộng 3 trên 3 tiêu chí 30 28,5');
  });

  test('without points on any line has no such table', async () => {
    const it = await world();
    await it.browser.get(`/ban-kiem-diem/${it.id}/ban-nhap.pdf`);
    expect(it.pdf.printed.at(-1)).not.toContain('BẢNG ĐIỂM THEO TIÊU CHÍ');
  });

  test('points by a set that was changed meanwhile are read, frozen and printed nowhere', async () => {
    const it = await world();
    await write(it.browser, it.id, 'tu-danh-gia', it.points(['9,5', '12', '7']));
    const other = await seedCriteria(it.deps, it.office.committee, { name: 'Bộ mới' });
    await it.choose({ no_post: other });
    expect(wordsOn(await (await it.browser.get(it.step)).text())).toContain('Cộng 0 trên 3 tiêu chí đã ghi');
    await handIn(it.browser, it.id, 'đã xem lại');
    const content = await frozen(it);
    expect(content.criteriaSet).toBe(other);
    expect(Object.keys(content.fields).filter((key) => key.startsWith('C.'))).toEqual([]);
  });

  test('of a standing without a set is as it always was', async () => {
    const it = await world();
    await it.choose({ leader: it.setId });
    const page = await (await it.browser.get(it.step)).text();
    expect(page).not.toContain('tiêu chí phường');
    await handIn(it.browser, it.id, 'đã xem lại');
    expect(await frozen(it)).not.toHaveProperty('criteriaSet');
  });
});
