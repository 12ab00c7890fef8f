import { describe, expect, test } from 'vitest';
import {
  actionsLogged,
  type AuthorWorld,
  authorWorld,
  begin,
  formOn,
  tableContents,
  unescaped,
  wordsOn,
  write,
} from '../helpers/author.ts';

interface Desk extends AuthorWorld {
  id: string;
  /** The path of one step of the begun review. */
  step(slug: string): string;
}

async function desk(rehearsal = true): Promise<Desk> {
  const world = await authorWorld({ rehearsal });
  const id = await begin(world);
  return { ...world, id, step: (slug) => `/ban-kiem-diem/${id}/ghi/${slug}` };
}

async function pageOf({ browser }: Desk, path: string): Promise<string> {
  return (await browser.get(path)).text();
}

async function stored({ deps }: Desk, key: string): Promise<{ value: string; version: number } | undefined> {
  const rows = (await tableContents(deps.store)).review_field as { key: string; value: string; version: number }[];
  return rows.find((row) => row.key === key);
}

describe('personal data', () => {
  test('is corrected in the way people write days, and stored in one way', async () => {
    const here = await desk();
    const answer = await write(here.browser, here.id, 'ca-nhan', {
      'H.birthDate': '2/9/1960',
      'H.workplace': 'Trường',
    });
    expect(answer.headers.get('location')).toBe(here.step('bieu-hien-a-1'));
    expect((await stored(here, 'H.birthDate'))?.value).toBe('1960-09-02');
    expect(await pageOf(here, here.step('ca-nhan'))).toContain('value="02/09/1960"');
  });
});

describe('a group of signs', () => {
  test.each(['a-1', 'a-2', 'a-3', 'b-1', 'b-2', 'b-3'])('%s comes with nothing chosen', async (group) => {
    const here = await desk();
    const signs = await pageOf(here, here.step(`bieu-hien-${group}`));
    expect(signs).toContain('type="radio"');
    expect(signs).not.toMatch(/ checked[ >]/);
    expect(formOn(signs)).not.toHaveProperty(`${group.charAt(0).toUpperCase()}1`);
  });

  test('offers “Không thuộc chức trách, nhiệm vụ” only where the sign has that flag, and A12 in its own words', async () => {
    const here = await desk();
    const page = await pageOf(here, here.step('bieu-hien-a-2'));
    const offered = [...page.matchAll(/name="(A\d+)" value="outside-duty"/g)].map(([, key]) => key);
    expect(offered).toEqual(['A12', 'A14', 'A15', 'A17']);
    expect(wordsOn(page)).toContain('Không thuộc diện kê khai');
  });

  test('says beside “Có biểu hiện” that it is the author’s own word, and on the check page what is still asked', async () => {
    const here = await desk();
    const page = wordsOn(await pageOf(here, here.step('bieu-hien-a-1')));
    expect(page).toContain('Đây là lời tự nhận của đồng chí, không phải kết luận.');
    await write(here.browser, here.id, 'bieu-hien-a-1', { A5: 'present', 'A5.evidence': 'Né tránh góp ý.' });
    const check = await pageOf(here, `/ban-kiem-diem/${here.id}/kiem-tra`);
    expect(check).toContain('27 biểu hiện, số 5: chưa ghi biện pháp khắc phục');
    expect(check).not.toContain('số 5: chưa ghi biểu hiện cụ thể');
    expect(check).toContain(`href="${here.step('bieu-hien-a-1')}?ve&#x3D;kiem-tra&amp;so&#x3D;5#o-A5-remedy"`);
  });

  test('keeps an answer, and lets it be changed', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'bieu-hien-a-1', { A1: 'none', A8: 'outside-duty' });
    expect(formOn(await pageOf(here, here.step('bieu-hien-a-1')))).toMatchObject({ A1: 'none', A8: 'outside-duty' });
    await write(here.browser, here.id, 'bieu-hien-a-1', { A1: 'prevent' });
    expect(await stored(here, 'A1')).toMatchObject({ value: 'prevent', version: 2 });
    expect(await stored(here, 'A8')).toMatchObject({ version: 1 });
  });

  test('in a real campaign without a decision shows no words of ours, and says why', async () => {
    const here = await desk(false);
    const page = await pageOf(here, here.step('bieu-hien-b-2'));
    expect(wordsOn(page)).toContain('13. Chưa có nội dung chính thức');
    expect(page).not.toContain('type="radio"');
    expect(page).not.toContain('lòng vòng');
  });

  test('by a decision of the cấp ủy shows them apart, numbered with a t', async () => {
    const campaign = { wording_decision_number: '7-QĐ/ĐU', wording_decision_date: '2026-10-25' };
    const world = await authorWorld({}, { campaign });
    const id = await begin(world);
    const page = wordsOn(await (await world.browser.get(`/ban-kiem-diem/${id}/ghi/bieu-hien-b-1`)).text());
    const heading = page.indexOf('NỘI DUNG THAM KHẢO DO ĐƠN VỊ SOẠN TẠM');
    expect(heading).toBeGreaterThan(page.indexOf('5. Không kịp thời phát hiện'));
    expect(page.indexOf('6t. Không chấp hành')).toBeGreaterThan(heading);
    expect((await write(world.browser, id, 'bieu-hien-b-1', { B6: 'none' })).status).toBe(303);
  });
});

describe('a list', () => {
  async function itemIds(here: Desk, slug: string): Promise<string[]> {
    const page = await pageOf(here, here.step(slug));
    return [...page.matchAll(/<section class="entry" id="muc-([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '');
  }

  test('takes an entry, saves what was typed beside, and leads to the new place', async () => {
    const here = await desk();
    const answer = await write(here.browser, here.id, 'muc-ii', { 'II.2': 'Chưa mạnh dạn.', them: 'II.1:written' });
    const [item = ''] = await itemIds(here, 'muc-ii');
    expect(answer.headers.get('location')).toBe(`${here.step('muc-ii')}#muc-${item}`);
    expect((await stored(here, 'II.2'))?.value).toBe('Chưa mạnh dạn.');
    await write(here.browser, here.id, 'muc-ii', { [`II.1.${item}.text`]: 'Chậm 4 hồ sơ.' });
    expect(wordsOn(await pageOf(here, `/ban-kiem-diem/${here.id}/kiem-tra`))).toContain('Chậm 4 hồ sơ.');
  });

  test('lets an entry be taken out, offers it back at once, and brings it back with its words', async () => {
    const here = await desk();
    for (let made = 0; made < 2; made += 1) await write(here.browser, here.id, 'muc-vi', { them: 'VI:written' });
    const [first = '', second = ''] = await itemIds(here, 'muc-vi');
    await write(here.browser, here.id, 'muc-vi', { [`VI.${first}.text`]: 'Một.', [`VI.${second}.text`]: 'Hai.' });

    const gone = await write(here.browser, here.id, 'muc-vi', { bo: first });
    const path = (gone.headers.get('location') ?? '').split('#')[0] ?? '';
    const page = await pageOf(here, path);
    expect(page).toContain(`name="hoan" value="${first}"`);
    expect(await itemIds(here, 'muc-vi')).toEqual([second]);
    expect(wordsOn(await pageOf(here, `/ban-kiem-diem/${here.id}/kiem-tra`))).not.toContain('Một.');

    await here.browser.post(here.step('muc-vi'), { hoan: first });
    expect(await itemIds(here, 'muc-vi')).toEqual([first, second]);
    expect(await pageOf(here, here.step('muc-vi'))).toContain('\nMột.</textarea>');
  });

  test('taken out twice, or another’s, changes nothing more', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'muc-iv', { them: 'IV:written' });
    const [item = ''] = await itemIds(here, 'muc-iv');
    await here.browser.post(here.step('muc-iv'), { bo: item });
    const before = await tableContents(here.deps.store);
    expect((await here.browser.post(here.step('muc-iv'), { bo: item })).status).toBe(303);
    expect((await here.browser.post(here.step('muc-iv'), { bo: here.deps.newId() })).status).toBe(303);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('III takes what the branch or a higher level concluded, in their words', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'muc-iii', { them: 'III:branch' });
    const [item = ''] = await itemIds(here, 'muc-iii');
    expect(wordsOn(await pageOf(here, here.step('muc-iii')))).toContain('Chi bộ đã kết luận: nội dung');
    await write(here.browser, here.id, 'muc-iii', { [`III.${item}.state`]: 'fixing' });
    const check = await pageOf(here, `/ban-kiem-diem/${here.id}/kiem-tra`);
    expect(check).toContain('Nội dung 1: chưa ghi nội dung đã được kết luận');
  });

  test('ends at forty entries', async () => {
    const here = await desk();
    for (let made = 0; made < 40; made += 1) await here.browser.post(here.step('muc-iv'), { them: 'IV:written' });
    const full = await here.browser.post(here.step('muc-iv'), { them: 'IV:written' });
    expect(full.status).toBe(422);
    expect(await full.text()).toContain('Mỗi danh sách có nhiều nhất 40 mục.');
  });
});

describe('the own assessment', () => {
  test('takes points with a decimal comma, adds them up, and shows the conditions of each level', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'tu-danh-gia', { 'B.I.1': '28,25', 'B.I.2': '60' });
    const page = await pageOf(here, here.step('tu-danh-gia'));
    expect(page).toContain('value="28,25"');
    expect(wordsOn(page)).toContain('Tổng điểm: 88,25/100');
    expect(wordsOn(page)).toContain('Hoàn thành 100% nhiệm vụ, đúng tiến độ, bảo đảm chất lượng.');
    expect(page).not.toMatch(/ checked[ >]/);
    expect((await stored(here, 'B.I.1'))?.value).toBe('28.25');
  });

  test('has no total while one of the two is open', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'tu-danh-gia', { 'B.I.1': '28,25' });
    expect(wordsOn(await pageOf(here, here.step('tu-danh-gia')))).toContain('Tổng điểm: …/100');
  });

  test('never follows from the signs', async () => {
    const here = await desk();
    const page = await pageOf(here, here.step('tu-danh-gia'));
    await write(here.browser, here.id, 'bieu-hien-a-1', { A5: 'present', 'A5.evidence': 'Có.', 'A5.remedy': 'Sửa.' });
    const after = await pageOf(here, here.step('tu-danh-gia'));
    expect(after.replace(/Đã lưu lúc [\d:]+/, '')).toBe(page.replace(/Đã lưu lúc [\d:]+/, ''));
  });
});

describe('the buttons', () => {
  test('lead on, home, or back to the check page one came from', async () => {
    const here = await desk();
    const to = async (typed: Record<string, string>) =>
      (await write(here.browser, here.id, 'muc-v', typed)).headers.get('location');
    expect(await to({ di: 'tiep' })).toBe(here.step('muc-vi'));
    expect(await to({ di: 've' })).toBe(`/ban-kiem-diem/${here.id}`);
    expect(await to({ di: 'tiep', ve: 'kiem-tra' })).toBe(`/ban-kiem-diem/${here.id}/kiem-tra`);
    expect((await write(here.browser, here.id, 'tu-danh-gia', {})).headers.get('location')).toBe(
      `/ban-kiem-diem/${here.id}/kiem-tra`,
    );
  });

  test('“Sửa” on the check page leads to the place, which remembers the way back', async () => {
    const here = await desk();
    const check = await pageOf(here, `/ban-kiem-diem/${here.id}/kiem-tra`);
    const links = [...check.matchAll(/class="change" href="([^"]+)"/g)].map(([, href]) => unescaped(href ?? ''));
    expect(links.length).toBeGreaterThan(60);
    for (const href of new Set(links.map((link) => link.split('#')[0] ?? ''))) {
      expect(formOn(await pageOf(here, href)).ve).toBe('kiem-tra');
    }
    const anchors = links.filter((link) => link.includes('muc-i?')).map((link) => link.split('#')[1]);
    const page = await pageOf(here, here.step('muc-i'));
    for (const anchor of anchors) expect(page).toContain(`id="${anchor}"`);
    expect(anchors).toHaveLength(3);
  });
});

test('nothing that was shown and sent back untouched is written, or said to have been', async () => {
  const here = await desk();
  await write(here.browser, here.id, 'muc-i', { 'I.1': 'Dòng một.\nDòng hai: "trích" & <thẻ>.' });
  const before = await tableContents(here.deps.store);
  for (const slug of ['ca-nhan', 'bieu-hien-a-1', 'muc-i', 'muc-v', 'tu-danh-gia']) {
    await write(here.browser, here.id, slug, {});
  }
  expect(await tableContents(here.deps.store)).toEqual(before);
  expect((await actionsLogged(here.deps)).filter((action) => action === 'review-edited')).toHaveLength(1);
});

test('the log tells of writing once in ten minutes, and of no content', async () => {
  const here = await desk();
  await write(here.browser, here.id, 'muc-v', { V: 'Lời rất riêng một.' });
  here.clock.forward(9);
  await write(here.browser, here.id, 'muc-v', { V: 'Lời rất riêng hai.' });
  here.clock.forward(2);
  await write(here.browser, here.id, 'muc-v', { V: 'Lời rất riêng ba.' });
  expect((await actionsLogged(here.deps)).filter((action) => action === 'review-edited')).toHaveLength(2);
  expect(JSON.stringify((await tableContents(here.deps.store, [])).audit)).not.toContain('rất riêng');
});
