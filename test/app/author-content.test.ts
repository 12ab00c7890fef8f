import { describe, expect, test } from 'vitest';
import { OWN_WORDS_HEADING } from '../../src/catalogues/rules.ts';
import { findRecord, recordText } from '../../src/records/queries.ts';
import type { ReviewContent } from '../../src/reviews/content.ts';
import { authorWorld, begin, beginComplete, wordsOn, write } from '../helpers/author.ts';

/** What a review says: on its pages, and in what submission freezes. */
async function frozenContent(world: Awaited<ReturnType<typeof authorWorld>>, id: string): Promise<ReviewContent> {
  const record = await findRecord(world.deps.store.db, id, 1);
  if (!record) throw new Error('nothing frozen');
  return JSON.parse(await recordText(world.deps.store.db, record)) as ReviewContent;
}

describe('what was written beside an answer', () => {
  test('is frozen while the answer stands', async () => {
    const here = await authorWorld();
    const id = await beginComplete(here);
    const said = { A1: 'present', 'A1.evidence': 'Có lần né tránh.', 'A1.remedy': 'Sẽ nói thẳng.' };
    await write(here.browser, id, 'bieu-hien-a-1', said);
    expect((await here.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' })).status).toBe(303);
    expect((await frozenContent(here, id)).fields).toMatchObject(said);
  });

  test('is frozen nowhere once its author took the answer back', async () => {
    const here = await authorWorld();
    const id = await beginComplete(here);
    const said = { A1: 'present', 'A1.evidence': 'Có lần né tránh.', 'A1.remedy': 'Sẽ nói thẳng.' };
    await write(here.browser, id, 'bieu-hien-a-1', said);
    await write(here.browser, id, 'bieu-hien-a-1', { A1: 'none' });
    expect((await here.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' })).status).toBe(303);
    const { fields } = await frozenContent(here, id);
    expect(fields.A1).toBe('none');
    expect(Object.keys(fields).filter((key) => key.startsWith('A1.'))).toEqual([]);
    expect(JSON.stringify(fields)).not.toContain('né tránh');
  });
});

describe('words of ours in a real campaign', () => {
  test('by decision stand apart on the check page, numbered 6t … 25t under the prescribed heading', async () => {
    const decided = { wording_decision_number: '45-QĐ/ĐU', wording_decision_date: '2026-11-01' };
    const here = await authorWorld({}, { campaign: decided });
    const id = await begin(here);
    const html = await (await here.browser.get(`/ban-kiem-diem/${id}/kiem-tra`)).text();
    const blocks = html.split('<section class="answers').filter((block) => block.includes(OWN_WORDS_HEADING));
    expect(blocks).toHaveLength(3);
    expect(blocks.every((block) => block.startsWith(' reference-block'))).toBe(true);
    const apart = wordsOn(blocks.join(' '));
    for (let no = 6; no <= 25; no += 1) expect(apart).toContain(` ${no}t. `);
    expect(apart).not.toMatch(/ [1-5]\. /);
    expect(wordsOn(html)).toContain('tham nhũng, tiêu cực […]');
  });

  test('without a decision are not shown, and nobody is told that he left them out', async () => {
    const here = await authorWorld();
    const id = await begin(here);
    const words = wordsOn(await (await here.browser.get(`/ban-kiem-diem/${id}/kiem-tra`)).text());
    expect(words.match(/Chưa có nội dung chính thức Chưa phải trả lời\./g)).toHaveLength(20);
    const page = await (await here.browser.get(`/ban-kiem-diem/${id}/ghi/bieu-hien-b-2`)).text();
    expect(page).not.toContain('Bản soạn tạm');
    expect(page).not.toContain('Đã lưu lúc');
  });

  test('the title of the third group says that it is provisional', async () => {
    const here = await authorWorld({ rehearsal: true });
    const id = await begin(here);
    const words = wordsOn(await (await here.browser.get(`/ban-kiem-diem/${id}/ghi/bieu-hien-b-3`)).text());
    expect(words).toContain('III. Sợ sai, sợ trách nhiệm (tên tạm – chờ đối chiếu)');
  });
});
