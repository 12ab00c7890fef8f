import { describe, expect, test } from 'vitest';
import { findField } from '../../src/reviews/queries.ts';
import { fakePdf } from '../helpers/app.ts';
import {
  actorFor,
  type AuthorWorld,
  authorWorld,
  begin,
  beginComplete,
  tableContents,
  wordsOn,
  write,
} from '../helpers/author.ts';
import { writePledge } from '../helpers/reviews.ts';

/** Letters the paper's font lacks: stored as typed, named at the field and on the check page, in the way of handing in only. */

const BULLETS = '\uF0B7\tViệc một\n\uF0B7\tViệc hai';
const NAMED = 'Ký hiệu riêng của Word (U+F0B7) không in được trên giấy. Chữ đã lưu; đồng chí thay trước khi nộp.';

interface Desk extends AuthorWorld {
  id: string;
  path: string;
  pdf: ReturnType<typeof fakePdf>;
}

async function desk(beginWith: (world: AuthorWorld) => Promise<string> = beginComplete): Promise<Desk> {
  const pdf = fakePdf();
  const world = await authorWorld({ pdf });
  const id = await beginWith(world);
  return { ...world, pdf, id, path: `/ban-kiem-diem/${id}` };
}

async function stored({ deps, id }: Desk, key: string): Promise<string> {
  return (await findField(deps.store.db, id, key))?.value ?? '';
}

async function save(here: Desk, key: string, value: string): Promise<Response> {
  const version = (await findField(here.deps.store.db, here.id, key))?.version ?? 0;
  return here.browser.json(`${here.path}/o`, { key, value, version });
}

async function html({ browser, path }: Desk, end: string): Promise<string> {
  return (await browser.get(`${path}${end}`)).text();
}

/** The check page without what the review itself says. */
async function check(here: Desk): Promise<string> {
  return wordsOn((await html(here, '/kiem-tra')).replace(/<section class="answers[\s\S]*?<\/section>/g, ''));
}

describe('at the field', () => {
  test.each([
    ['Word’s bullets', BULLETS, NAMED],
    ['an emoji', 'Rất tốt 👍', 'Ký tự “👍” không in được'],
    ['another script', 'Học 漢字', 'Ký tự “漢”, “字” không in được'],
    ['both', '\uF0B7 Tốt ✓', 'Ký tự “✓” và ký hiệu riêng của Word (U+F0B7) không in được'],
    ['a letter of nobody', 'Tốt \uE123', 'Ký tự ẩn U+E123 không in được'],
    ['many', '😀😁😂🤣😃😄😅', '“😃” và 2 ký tự khác không in được'],
  ])('%s: the text is stored as typed, and the answer of the save names the letters', async (_, typed, words) => {
    const here = await desk(begin);
    const answer = await save(here, 'I.1', typed);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ version: 1, remark: expect.stringContaining(words) as string });
    expect(await stored(here, 'I.1')).toBe(typed);
    expect(wordsOn(await html(here, '/ghi/muc-i'))).toContain(words);
  });

  test('nothing is said of letters that print, nor of such as leave no mark', async () => {
    const here = await desk(begin);
    const answer = await save(here, 'I.1', '“Tự soi” – ≥ 90 %…\u200b \u00adtốt');
    expect(await answer.json()).not.toHaveProperty('remark');
    expect(await html(here, '/ghi/muc-i')).not.toContain('không in được trên giấy');
  });

  test('without a script the page comes back once with the remark, and the way then goes on', async () => {
    const here = await desk(begin);
    const first = await write(here.browser, here.id, 'muc-i', { 'I.1': BULLETS, 'I.2': 'Việc khác.', di: 'tiep' });
    expect([first.status, first.headers.get('location')]).toEqual([303, `${here.path}/ghi/muc-i#nhac-o-I-1`]);
    expect([await stored(here, 'I.1'), await stored(here, 'I.2')]).toEqual([BULLETS, 'Việc khác.']);
    const page = await html(here, '/ghi/muc-i');
    expect(wordsOn(page)).toContain(NAMED);
    expect(page).toMatch(/<textarea id="o-I-1"[^>]* aria-describedby="[^"]*nhac-o-I-1/);
    const second = await write(here.browser, here.id, 'muc-i', { di: 'tiep' });
    expect(second.headers.get('location')).toBe(`${here.path}/ghi/muc-ii`);
  });

  test('beside a sign and on the personal page it is the same', async () => {
    const here = await desk(begin);
    await save(here, 'A5', 'present');
    expect(await (await save(here, 'A5.evidence', 'Chậm ⏰')).json()).toHaveProperty('remark');
    expect(await (await save(here, 'H.workplace', 'Phòng ☎')).json()).toHaveProperty('remark');
    expect(wordsOn(await html(here, '/ghi/bieu-hien-a-1'))).toContain('Ký tự “⏰” không in được');
    expect(wordsOn(await html(here, '/ghi/ca-nhan'))).toContain('Ký tự “☎” không in được');
  });

  test('control characters, halves of letters and more than 20,000 letters are refused as ever', async () => {
    const here = await desk(begin);
    const before = await tableContents(here.deps.store);
    for (const typed of ['\u0007 👍', '\u202e 👍', '\ud83d', '👍'.repeat(20_001)])
      expect((await save(here, 'I.1', typed)).status).toBe(422);
    expect(await tableContents(here.deps.store)).toEqual(before);
    expect((await save(here, 'I.1', '👍'.repeat(20_000))).status).toBe(200);
  });
});

describe('before handing in', () => {
  const PLACES: [string, (here: Desk) => Promise<unknown>, string, string][] = [
    ['a section', (here) => save(here, 'I.1', 'Tốt 👍'), 'Mục I.1: ký tự “👍” không in được', '/ghi/muc-i?'],
    [
      'an entry of a list',
      async (here) => {
        const [item] = (await here.deps.store.db
          .selectFrom('review_item')
          .where('list', '=', 'II.1')
          .select('id')
          .execute()) as [{ id: string }];
        return save(here, `II.1.${item.id}.text`, BULLETS);
      },
      'Mục II.1, hạn chế, khuyết điểm 1: ký hiệu riêng của Word (U+F0B7) không in được',
      '/ghi/muc-ii?',
    ],
    [
      'the pledge',
      (here) => writePledge(here.deps, actorFor(here.author), here.id, 'Đọc 📚'),
      'ký tự “📚” không in được',
      '/ghi/ban-cam-ket?',
    ],
    ['the head', (here) => save(here, 'H.workplace', 'Phòng ☎'), 'ký tự “☎” không in được', '/ghi/ca-nhan?'],
    [
      'what stands beside a sign',
      async (here) => {
        await save(here, 'A5', 'prevent');
        return save(here, 'A5.measure', 'Nhắc nhau 🙂');
      },
      '27 biểu hiện, số 5: ký tự “🙂” không in được',
      '/ghi/bieu-hien-a-1?',
    ],
  ];

  test.each(PLACES)('in %s they are named on the check page and block', async (_, write, words, place) => {
    const here = await desk();
    expect(await check(here)).not.toContain('không in được');
    await write(here);
    const page = await check(here);
    expect(page).toContain('Có 1 chỗ có chữ không in được trên giấy, nên chưa nộp được.');
    expect(page).toContain(words);
    expect(page).not.toContain('Nộp bản kiểm điểm');
    expect(await html(here, '/kiem-tra')).toContain(`href="${here.path}${place}`);
    expect(wordsOn(await html(here, ''))).toContain('Có chữ không in được');
    const before = await tableContents(here.deps.store);
    const refused = await here.browser.post(`${here.path}/nop`, { 'NOP.reason': 'vẫn nộp', di: 'nop' });
    expect(refused.status).toBe(422);
    expect(wordsOn(await refused.text())).toContain('Còn chữ không in được trên giấy nên chưa nộp được.');
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('mended, the review can be handed in', async () => {
    const here = await desk();
    await save(here, 'I.1', BULLETS);
    await write(here.browser, here.id, 'muc-i', { 'chuyen:I.1': 'gon' });
    expect(await stored(here, 'I.1')).toBe('- Việc một\n- Việc hai');
    expect(await check(here)).toContain('Nộp bản kiểm điểm');
    const done = await here.browser.post(`${here.path}/nop`, { di: 'nop' });
    expect(done.headers.get('location')).toBe(`${here.path}/da-nop`);
  });

  test('words beside an answer that was taken back are printed nowhere and block nothing', async () => {
    const here = await desk();
    await save(here, 'A5', 'present');
    await save(here, 'A5.evidence', 'Chậm ⏰');
    await save(here, 'A5', 'none');
    expect(await check(here)).not.toContain('không in được');
  });

  test('the draft prints, with a mark where the letter cannot be', async () => {
    const here = await desk();
    await save(here, 'I.1', `Rất tốt 👍\n${BULLETS}`);
    await writePledge(here.deps, actorFor(here.author), here.id, 'Đọc 📚');
    for (const end of ['ban-nhap.pdf', 'ban-nhap.pdf?phu-luc=1', 'cam-ket.pdf'])
      expect((await here.browser.get(`${here.path}/${end}`)).status).toBe(200);
    const [draft = '', , pledge = ''] = here.pdf.printed;
    expect(draft).toContain('Rất tốt \uFFFD');
    expect(draft).toContain('Việc hai');
    expect(pledge).toContain('Đọc \uFFFD');
    expect(here.pdf.printed.join('')).not.toMatch(/[\uF0B7\u{1F44D}\u{1F4DA}]/u);
  });
});
