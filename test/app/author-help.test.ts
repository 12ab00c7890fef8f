import { describe, expect, test } from 'vitest';
import { lastYearOf } from '../../src/reviews/last-year.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import {
  type AuthorWorld,
  authorWorld,
  begin,
  beginComplete,
  formOn,
  handIn,
  submitAs,
  tableContents,
  unescaped,
  wordsOn,
  write,
} from '../helpers/author.ts';
import { seedCampaign, seedPerson } from '../helpers/people.ts';

interface Desk extends AuthorWorld {
  id: string;
  path: string;
}

const LAST = 'Giữ gìn phẩm chất chính trị, đạo đức, lối sống; đoàn kết với đồng chí, đồng nghiệp.';
const SAME = 'Đoạn này giống hệt năm trước.';

/** A desk whose author handed in a review last year, too. */
async function desk(beginWith: (world: AuthorWorld) => Promise<string> = begin, handedIn = true): Promise<Desk> {
  const world = await authorWorld();
  const campaignId = await seedCampaign(world.deps, world.office.committee, { year: 2025, title: 'Năm 2025' });
  const last = await beginComplete({ ...world, campaignId });
  if (handedIn) await submitAs(world.deps, world.author, last);
  const id = await beginWith(world);
  const { frame } = await loadReview(world.deps, id);
  // What last year promised and owned up to comes back in III, and each asks how it stands.
  const earlier = frame.items.filter((item) => item.list === 'III' && beginWith === beginComplete);
  await write(
    world.browser,
    id,
    'muc-iii',
    Object.fromEntries(earlier.map((item) => [`III.${item.id}.state`, 'fixing'])),
  );
  return { ...world, id, path: `/ban-kiem-diem/${id}` };
}

async function html({ browser, path }: Desk, end: string): Promise<string> {
  return (await browser.get(`${path}${end}`)).text();
}

async function words(here: Desk, end: string): Promise<string> {
  return wordsOn(await html(here, end));
}

function shown(page: string): string {
  return wordsOn(page.replaceAll(/<p class="same"[^>]* hidden>[^<]*<\/p>/g, ''));
}

describe('last year beside this year', () => {
  test('each field of the form opens what stood in it, lists with their entries', async () => {
    const here = await desk();
    expect(await words(here, '/ghi/muc-i')).toContain(`Năm trước đồng chí viết ${LAST}`);
    expect(await words(here, '/ghi/muc-ii')).toContain(
      'Năm trước đồng chí viết Hạn chế, khuyết điểm 1 Còn nể nang trong phê bình.',
    );
    for (const end of ['/ghi/muc-iii', '/ghi/bieu-hien-a-1', '/ghi/muc-v'])
      expect(await words(here, end)).not.toContain('đồng chí viết');
  });

  test('is nowhere without a review that was handed in, or with somebody else’s', async () => {
    const draft = await desk(begin, false);
    expect(await words(draft, '/ghi/muc-i')).not.toContain('đồng chí viết');
    const here = await desk();
    const other = await seedPerson(here.deps, here.office.branch, 'Lê Thị Mới');
    const browser = await here.as(other);
    const id = await begin({ browser, campaignId: here.campaignId });
    const page = wordsOn(await (await browser.get(`/ban-kiem-diem/${id}/ghi/muc-i`)).text());
    expect(page).not.toContain('đồng chí viết');
    expect(page).not.toContain('Giữ gìn phẩm chất chính trị, đạo đức');
  });

  test('is given to nobody but the author, whatever page should ask', async () => {
    const here = await desk();
    const other = await seedPerson(here.deps, here.office.branch, 'Hoàng Văn Bí Thư');
    const review = await loadReview(here.deps, here.id);
    expect(await lastYearOf(here.deps, review, here.author)).toMatchObject({ year: 2025 });
    expect(await lastYearOf(here.deps, review, other)).toBeNull();
    expect(await lastYearOf(here.deps, review, { memberId: null })).toBeNull();
  });

  test('an equal text is pointed out at its field, on the page and in the answer of the save', async () => {
    const here = await desk();
    const save = async (value: string, version: number) =>
      (await here.browser.json(`${here.path}/o`, { key: 'I.1', value, version })).json();
    expect(await save(`  ${LAST.slice(0, -1)}… `, 0)).toMatchObject({ version: 1, sameAsLastYear: true });
    expect(shown(await html(here, '/ghi/muc-i'))).toContain(SAME);
    expect(await save(`${LAST} Dự đủ 12 kỳ.`, 1)).not.toHaveProperty('sameAsLastYear');
    expect(shown(await html(here, '/ghi/muc-i'))).not.toContain(SAME);
  });

  test('nothing of it is frozen, logged, or seen on the pages to read', async () => {
    const here = await desk(beginComplete);
    expect(await words(here, '/kiem-tra')).toContain('Mục I.1: đoạn này giống hệt năm trước');
    const before = await tableContents(here.deps.store, []);
    await here.browser.get(`${here.path}/kiem-tra`);
    await here.browser.get(`${here.path}/ghi/muc-i`);
    const { session: _, ...after } = await tableContents(here.deps.store, []);
    expect(after).toEqual({ ...before, session: undefined });
    await submitAs(here.deps, here.author, here.id);
    expect(JSON.stringify(await tableContents(here.deps.store, []))).not.toMatch(/giống hệt|sameAsLastYear/);
    expect(await words(here, '')).not.toMatch(/giống hệt|đồng chí viết/);
  });
});

describe('the check page', () => {
  test('tells apart what does not fit and what is worth a thought, and leads there and back', async () => {
    const here = await desk(beginComplete);
    await write(here.browser, here.id, 'tu-danh-gia', { 'B.I.2': '69' });
    const page = await html(here, '/kiem-tra');
    expect(wordsOn(page)).toContain(
      'vẫn nộp và ghi lý do: Tổng điểm đồng chí ghi là 97,5, mức đồng chí đề xuất là “Hoàn thành tốt nhiệm vụ” (từ 70 đến dưới 90 điểm)',
    );
    expect(wordsOn(page)).toContain('Mục VI, phương hướng, biện pháp 1: chưa ghi thời hạn');
    expect(unescaped(page)).toContain(`href="${here.path}/ghi/tu-danh-gia?ve=kiem-tra#o-B-II"`);
    const back = await write(here.browser, here.id, 'tu-danh-gia', { ve: 'kiem-tra', 'B.I.2': '60' });
    expect(back.headers.get('location')).toBe(`${here.path}/kiem-tra`);
    expect(await words(here, '/kiem-tra')).not.toContain('Tổng điểm đồng chí ghi');
  });

  test('what does not fit may be handed in with a reason, and only with one', async () => {
    const here = await desk(beginComplete);
    await write(here.browser, here.id, 'tu-danh-gia', { 'B.I.2': '69' });
    const refused = await handIn(here.browser, here.id, ' ');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Tôi đã xem lại và vẫn nộp');
    expect((await loadReview(here.deps, here.id)).row.state).toBe('draft');
    const done = await handIn(here.browser, here.id, 'Mức do chi bộ gợi ý.');
    expect(done.headers.get('location')).toBe(`${here.path}/da-nop`);
  });

  test('fewer shortcomings in II than signs of one’s own is a thought: seen by the author, stored nowhere, asked about by nobody', async () => {
    const here = await desk(beginComplete);
    const present = (key: string, evidence: string) => ({
      [key]: 'present',
      [`${key}.evidence`]: evidence,
      [`${key}.remedy`]: 'Góp ý ngay tại họp.',
    });
    await write(here.browser, here.id, 'bieu-hien-a-1', {
      ...present('A5', 'Né tránh góp ý cho cấp trên.'),
      ...present('A7', 'Giữ ý mình.'),
    });
    const page = await html(here, '/kiem-tra');
    expect(wordsOn(page)).toContain(
      'Mục II.1 nêu 1 hạn chế, khuyết điểm; đồng chí ghi “Có biểu hiện” ở 27 biểu hiện số 5, 7.',
    );
    expect(unescaped(page)).toContain(`href="${here.path}/ghi/muc-ii?ve=kiem-tra#o-II-1"`);
    expect(wordsOn(page)).not.toContain('Tôi đã xem lại và vẫn nộp');
    expect((await handIn(here.browser, here.id)).headers.get('location')).toBe(`${here.path}/da-nop`);
    expect(JSON.stringify(await tableContents(here.deps.store, []))).not.toMatch(
      /có thể nói về nhiều biểu hiện|nêu 1 hạn chế/,
    );
  });

  test('where shortcomings are written, what the author said of himself on the lists can be opened', async () => {
    const here = await desk(beginComplete);
    expect(await words(here, '/ghi/muc-ii')).not.toContain('đã tự nhận ở hai danh mục');
    await write(here.browser, here.id, 'bieu-hien-a-1', { A5: 'present', 'A5.evidence': 'Né tránh góp ý.' });
    await write(here.browser, here.id, 'bieu-hien-a-2', { A13: 'present' });
    expect(await words(here, '/ghi/muc-ii')).toContain(
      'Những biểu hiện đồng chí đã tự nhận ở hai danh mục 27 biểu hiện, số 5 Biểu hiện cụ thể: Né tránh góp ý. 27 biểu hiện, số 13 Chưa ghi biểu hiện cụ thể.',
    );
    await write(here.browser, here.id, 'bieu-hien-a-1', { A5: 'none' });
    expect(await words(here, '/ghi/muc-ii')).not.toContain('Né tránh góp ý.');
    for (const end of ['/ghi/muc-vi', '/ghi/muc-iii']) expect(await words(here, end)).not.toContain('đã tự nhận ở hai');
  });

  test('what is only worth a thought asks for no reason', async () => {
    const here = await desk(beginComplete);
    const page = await words(here, '/kiem-tra');
    expect(page).toContain('Có thể xem thêm (không bắt buộc)');
    expect(page).not.toContain('Tôi đã xem lại và vẫn nộp');
    expect((await here.browser.post(`${here.path}/nop`, { di: 'nop' })).headers.get('location')).toBe(
      `${here.path}/da-nop`,
    );
  });
});

describe('one sign a page', () => {
  const next = (answer: Response) => answer.headers.get('location');

  async function oneByOne(): Promise<Desk> {
    const here = await desk();
    const answer = await write(here.browser, here.id, 'bieu-hien-a-1', { A1: 'none', xem: 'mot' });
    expect(next(answer)).toBe(`${here.path}/ghi/bieu-hien-a-1`);
    return here;
  }

  /** Sends the page of one sign as a browser without JavaScript does. */
  async function send(here: Desk, end: string, typed: Record<string, string>): Promise<Response> {
    const page = await html(here, end);
    const action = /<form method="post" action="([^"]+)" data-autosave/.exec(page)?.[1] ?? '';
    return here.browser.post(unescaped(action), { ...formOn(page), ...typed });
  }

  test('is chosen on the page, saves what stood there, and is remembered for the person', async () => {
    const here = await oneByOne();
    const page = await words(here, '/ghi/bieu-hien-a-1');
    expect(page).toContain('Biểu hiện 2 trong 9');
    expect(page).toContain('Cả nhóm một trang');
    expect((await html(here, '/ghi/bieu-hien-a-1')).match(/<legend>/g)).toHaveLength(1);
    const other = await here.as(await seedPerson(here.deps, here.office.branch, 'Lê Thị Mới'));
    const id = await begin({ browser: other, campaignId: here.campaignId });
    const theirs = await (await other.get(`/ban-kiem-diem/${id}/ghi/bieu-hien-a-1`)).text();
    expect(theirs.match(/<legend>/g)).toHaveLength(9);
  });

  test('goes on, back, and over to the next group', async () => {
    const here = await oneByOne();
    const second = await send(here, '/ghi/bieu-hien-a-1?so=2', { A2: 'none' });
    expect(next(second)).toBe(`${here.path}/ghi/bieu-hien-a-1?so=3#o-A3`);
    const back = await send(here, '/ghi/bieu-hien-a-1?so=3', { A3: 'none', di: 'truoc' });
    expect(next(back)).toBe(`${here.path}/ghi/bieu-hien-a-1?so=2#o-A2`);
    expect(await html(here, '/ghi/bieu-hien-a-1?so=1')).not.toContain('value="truoc"');
    const last = await send(here, '/ghi/bieu-hien-a-1?so=9', { A9: 'none' });
    expect(next(last)).toBe(`${here.path}/ghi/bieu-hien-a-2`);
    const { fields } = await loadReview(here.deps, here.id);
    expect([...fields.keys()].filter((key) => /^A\d+$/.test(key)).sort()).toEqual(['A1', 'A2', 'A3', 'A9']);
  });

  test('the check page leads to the right sign and back', async () => {
    const here = await oneByOne();
    await send(here, '/ghi/bieu-hien-a-1?so=5', { A5: 'present' });
    const check = await html(here, '/kiem-tra');
    const link = `/ghi/bieu-hien-a-1?ve=kiem-tra&so=5#o-A5-evidence`;
    expect(unescaped(check)).toContain(`${here.path}${link}`);
    const page = await words(here, '/ghi/bieu-hien-a-1?ve=kiem-tra&so=5');
    expect(page).toContain('Biểu hiện 5 trong 9');
    expect(next(await send(here, '/ghi/bieu-hien-a-1?ve=kiem-tra&so=5', {}))).toBe(`${here.path}/kiem-tra`);
  });

  test('an address of another sign, or of none, shows the first open one', async () => {
    const here = await oneByOne();
    for (const so of ['99', '10', 'x', '']) {
      const page = await words(here, `/ghi/bieu-hien-a-1?so=${so}`);
      expect(page).toContain('Biểu hiện 2 trong 9');
    }
  });

  test('is left again for the whole group, at the same sign', async () => {
    const here = await oneByOne();
    const answer = await send(here, '/ghi/bieu-hien-a-1?so=4', { A4: 'none', xem: 'nhom' });
    expect(next(answer)).toBe(`${here.path}/ghi/bieu-hien-a-1?so=4#o-A4`);
    expect((await html(here, '/ghi/bieu-hien-a-1?so=4')).match(/<legend>/g)).toHaveLength(9);
  });

  test('a bad answer comes back on the page of its sign', async () => {
    const here = await oneByOne();
    const answer = await send(here, '/ghi/bieu-hien-a-1?so=4', { A4: 'khong-co-muc-nay' });
    expect(answer.status).toBe(422);
    expect(wordsOn(await answer.text())).toContain('Biểu hiện 4 trong 9');
  });
});

describe('words and links on the pages of signs', () => {
  /** Number of the sign → what its own disclosure explains. */
  function explained(page: string): Record<string, string[]> {
    const signs = [...page.matchAll(/<fieldset class="choice"[\s\S]*?<\/fieldset>/g)].map(([sign]) => sign);
    return Object.fromEntries(
      signs.flatMap((sign) => {
        const blocks = [...sign.matchAll(/<details class="aside glossary">[\s\S]*?<\/details>/g)];
        expect(blocks.length).toBeLessThanOrEqual(1);
        const no =
          wordsOn(/<legend>([\s\S]*?)<\/legend>/.exec(sign)?.[1] ?? '')
            .trim()
            .split('.')[0] ?? '';
        const terms = [...(blocks[0]?.[0] ?? '').matchAll(/<dt>([^<]*)<\/dt>/g)].map(([, term]) => term ?? '');
        return terms.length > 0 ? [[no, terms]] : [];
      }),
    );
  }

  test('explain the words of art at the sign that has them, once, and nowhere else', async () => {
    const here = await desk();
    const first = await html(here, '/ghi/bieu-hien-a-1');
    expect(explained(first)).toEqual({ 5: ['nể nang'], 7: ['duy ý chí'], 9: ['tư duy nhiệm kỳ'] });
    expect(wordsOn(first)).toContain('Giải thích: nể nang nể nang Thấy điều chưa đúng mà không nói');
    expect(wordsOn(first)).toContain('Lời giải thích của chương trình.');
    const third = await html(here, '/ghi/bieu-hien-a-3');
    expect(explained(third)).toMatchObject({ 20: ['tam quyền phân lập', 'xã hội dân sự'] });
    expect(explained(await html(here, '/ghi/bieu-hien-b-1'))).toMatchObject({
      2: ['suy thoái', 'tự diễn biến', 'tự chuyển hóa'],
    });
    expect(await words(here, '/ghi/muc-i')).not.toContain('Giải thích:');
  });

  test('explain the words of a group’s title under the title', async () => {
    const here = await desk();
    expect(await html(here, '/ghi/bieu-hien-a-1')).toMatch(
      /<h1>I\. Suy thoái[^<]*<\/h1>\s*<details class="aside glossary">\s*<summary>Giải thích: suy thoái<\/summary>/,
    );
    expect(await html(here, '/ghi/bieu-hien-b-2')).not.toMatch(/<\/h1>\s*<details/);
  });

  test('explain them in the same place where one sign stands on a page', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'bieu-hien-a-1', { xem: 'mot' });
    expect(explained(await html(here, '/ghi/bieu-hien-a-1?so=9'))).toEqual({ 9: ['tư duy nhiệm kỳ'] });
    expect(explained(await html(here, '/ghi/bieu-hien-a-1?so=1'))).toEqual({});
  });

  test('explain nothing of a sign whose words are withheld', async () => {
    const here = await desk();
    const page = await html(here, '/ghi/bieu-hien-b-3');
    expect(wordsOn(page)).toContain('Chưa có nội dung chính thức');
    expect(page).not.toContain('bàn lùi');
  });

  test('B2 leads to the 27 signs, B3 to section III, and saving there leads back', async () => {
    const here = await desk();
    const page = unescaped(await html(here, '/ghi/bieu-hien-b-1'));
    for (const target of [
      'bieu-hien-a-1?ve=bieu-hien-b-1.2',
      'bieu-hien-a-3?ve=bieu-hien-b-1.2',
      'muc-iii?ve=bieu-hien-b-1.3',
    ])
      expect(page).toContain(`href="${here.path}/ghi/${target}"`);
    expect(await words(here, '/ghi/bieu-hien-a-1?ve=bieu-hien-b-1.2')).toContain('Lưu và về biểu hiện số 2');
    const back = await write(here.browser, here.id, 'bieu-hien-a-1', { ve: 'bieu-hien-b-1.2', A1: 'none' });
    expect(back.headers.get('location')).toBe(`${here.path}/ghi/bieu-hien-b-1?so=2#o-B2`);
  });

  test('nobody is led elsewhere by what the address says', async () => {
    const here = await desk();
    for (const ve of ['https://xau.example', '//xau.example', 'bieu-hien-b-1.2/../../x', 'bieu-hien-c-1.2']) {
      const answer = await write(here.browser, here.id, 'bieu-hien-a-1', { ve, A1: 'none' });
      expect(answer.headers.get('location')).toBe(`${here.path}/ghi/bieu-hien-a-2`);
    }
  });
});
