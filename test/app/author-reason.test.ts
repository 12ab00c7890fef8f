import { describe, expect, test } from 'vitest';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
import { REASON_KEY } from '../../src/reviews/questions.ts';
import {
  actorFor,
  type AuthorWorld,
  authorWorld,
  beginComplete,
  formOn,
  handIn,
  tableContents,
  wordsOn,
  write,
} from '../helpers/author.ts';
import { seedPerson } from '../helpers/people.ts';

/** "Tôi đã xem lại và vẫn nộp, vì …": a field of the check page, saved like every other. */
const REASON = 'Chi bộ chưa yêu cầu trả lời danh mục này.';

interface Desk extends AuthorWorld {
  id: string;
  path: string;
}

/** Complete but for one sign, so that the check page asks for a reason. */
async function desk(): Promise<Desk> {
  const world = await authorWorld();
  const id = await beginComplete(world);
  await world.deps.store.db.deleteFrom('review_field').where('key', '=', 'A5').execute();
  return { ...world, id, path: `/ban-kiem-diem/${id}` };
}

async function checkPage({ path }: Desk, browser: AuthorWorld['browser']): Promise<string> {
  return (await browser.get(`${path}/kiem-tra`)).text();
}

function save(here: Desk, value: string, version: number): Promise<Response> {
  return here.browser.json(`${here.path}/o`, { key: REASON_KEY, value, version });
}

async function remarks({ deps }: Desk): Promise<string[]> {
  return ((await tableContents(deps.store)).review_step as { remark: string }[]).map((step) => step.remark);
}

describe('the reason', () => {
  test('is saved by itself, with the time, and stands there when the page is opened anew, by another session too', async () => {
    const here = await desk();
    expect(formOn(await checkPage(here, here.browser))).toMatchObject({ [REASON_KEY]: '' });
    expect(await (await save(here, REASON, 0)).json()).toMatchObject({ version: 1, savedAt: '10:00:00' });
    here.clock.forward(31);
    expect((await save(here, 'Sau khi hết phiên.', 1)).status).toBe(401);
    const page = await checkPage(here, await here.as(here.author));
    expect(formOn(page)).toMatchObject({ [REASON_KEY]: REASON });
    expect(wordsOn(page)).toContain('Đã lưu lúc 10:00:00');
  });

  test('is saved without a script by the button that leads home, and by the size of letters', async () => {
    const here = await desk();
    const form = { ...formOn(await checkPage(here, here.browser)), [REASON_KEY]: REASON };
    const home = await here.browser.post(`${here.path}/nop`, { ...form, di: 've' });
    expect(home.headers.get('location')).toBe(here.path);
    const again = { ...formOn(await checkPage(here, here.browser)), [REASON_KEY]: `${REASON} Đã hỏi bí thư.` };
    const larger = await here.browser.post(`${here.path}/nop`, { ...again, co: '24' });
    expect(larger.headers.get('location')).toBe(`${here.path}/kiem-tra#o-nop`);
    expect(larger.headers.getSetCookie().join()).toContain('co-chu=24');
    expect(formOn(await checkPage(here, here.browser))).toMatchObject({ [REASON_KEY]: `${REASON} Đã hỏi bí thư.` });
    expect((await loadReview(here.deps, here.id)).row.state).toBe('draft');
  });

  test('goes with the step that hands the review in, stands in its history, and in nothing that is frozen or logged', async () => {
    const here = await desk();
    await save(here, REASON, 0);
    expect((await handIn(here.browser, here.id, REASON)).headers.get('location')).toBe(`${here.path}/da-nop`);
    expect(await remarks(here)).toEqual(['', REASON]);
    const { record_part: parts, audit } = await tableContents(here.deps.store, []);
    expect(JSON.stringify(parts)).toContain('nể nang');
    expect(JSON.stringify([parts, audit])).not.toContain('chưa yêu cầu');
    expect(JSON.stringify(parts)).not.toContain(REASON_KEY);
    expect(await (await here.browser.get(here.path)).text()).toContain('chưa yêu cầu');
  });

  test('typed before the last open place was closed explains nothing and is not handed in', async () => {
    const here = await desk();
    await save(here, REASON, 0);
    await write(here.browser, here.id, 'bieu-hien-a-1', { A5: 'none' });
    expect(wordsOn(await checkPage(here, here.browser))).not.toContain('Tôi đã xem lại và vẫn nộp');
    expect((await handIn(here.browser, here.id)).headers.get('location')).toBe(`${here.path}/da-nop`);
    expect(await remarks(here)).toEqual(['', '']);
  });

  test('that cannot be is named at its field, kept as typed, and nothing is handed in', async () => {
    const here = await desk();
    const long = 'dài '.repeat(501);
    const answer = await handIn(here.browser, here.id, long);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('<a href="#o-NOP-reason">Nội dung dài 2.004 chữ');
    expect(formOn(page)).toMatchObject({ [REASON_KEY]: long });
    expect((await loadReview(here.deps, here.id)).row.state).toBe('draft');
  });

  test('pasted in letters of an old font is shown in Unicode before the review is handed in', async () => {
    const here = await desk();
    const answer = await handIn(here.browser, here.id, 'Chi bé ch­a yªu cÇu tr¶ lêi danh môc nµy.');
    expect(answer.headers.get('location')).toBe(`${here.path}/kiem-tra#goi-chu-o-NOP-reason`);
    const page = await checkPage(here, here.browser);
    expect(page).toContain(REASON);
    const chosen = await here.browser.post(`${here.path}/nop`, {
      ...formOn(page),
      [`chuyen:${REASON_KEY}`]: 'unicode',
    });
    expect(chosen.headers.get('location')).toBe(`${here.path}/kiem-tra#o-NOP-reason`);
    expect(formOn(await checkPage(here, here.browser))).toMatchObject({ [REASON_KEY]: REASON });
    expect((await loadReview(here.deps, here.id)).row.state).toBe('draft');
  });

  test('of somebody else is neither read nor written', async () => {
    const here = await desk();
    await save(here, REASON, 0);
    const other = await here.as(await seedPerson(here.deps, here.office.branch, 'Lê Thị Khác'));
    expect((await other.get(`${here.path}/kiem-tra`)).status).toBe(404);
    const body = { key: REASON_KEY, value: 'Của người khác.', version: 1 };
    expect((await other.json(`${here.path}/o`, body)).status).toBe(404);
    expect((await loadReview(here.deps, here.id)).fields.get(REASON_KEY)?.value).toBe(REASON);
  });
});

describe('two windows with two reasons', () => {
  async function conflicting(): Promise<{ here: Desk; answer: Response; page: string }> {
    const here = await desk();
    const right = formOn(await checkPage(here, here.browser));
    await save(here, 'Lời của cửa sổ trái.', 0);
    const typed = { ...right, [REASON_KEY]: 'Lời của cửa sổ phải.', di: 'nop' };
    const answer = await here.browser.post(`${here.path}/nop`, typed);
    return { here, answer, page: await answer.text() };
  }

  test('stand side by side, and nothing is handed in', async () => {
    const { here, answer, page } = await conflicting();
    expect(answer.status).toBe(409);
    expect(wordsOn(page)).toContain('Bản đang gõ Lời của cửa sổ phải.');
    expect(wordsOn(page)).toMatch(/Bản đã lưu lúc [\d:]+ Lời của cửa sổ trái\./);
    const script = await save(here, 'Lời của cửa sổ phải.', 0);
    expect(await script.json()).toMatchObject({ code: 'conflict', theirs: 'Lời của cửa sổ trái.', version: 1 });
    expect((await loadReview(here.deps, here.id)).row.state).toBe('draft');
  });

  test('are settled by a button that hands nothing in either', async () => {
    const { here, page } = await conflicting();
    const chosen = await here.browser.post(`${here.path}/nop`, { ...formOn(page), [`chon:${REASON_KEY}`]: 'both' });
    expect(chosen.headers.get('location')).toBe(`${here.path}/kiem-tra#o-nop`);
    const { row, fields } = await loadReview(here.deps, here.id);
    expect(fields.get(REASON_KEY)?.value).toBe('Lời của cửa sổ trái.\n\nLời của cửa sổ phải.');
    expect(row.state).toBe('draft');
  });

  test('a double click with a reason hands in once', async () => {
    const here = await desk();
    const answers = await Promise.all([handIn(here.browser, here.id, REASON), handIn(here.browser, here.id, REASON)]);
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual(Array(2).fill(`${here.path}/da-nop`));
    expect(await remarks(here)).toEqual(['', REASON]);
  });

  test('a reason saved in the moment of handing in stops it', async () => {
    const here = await desk();
    await save(here, REASON, 0);
    const read = await loadReview(here.deps, here.id);
    await save(here, 'Đổi ở cửa sổ khác.', 1);
    const late = submitReview(here.deps, actorFor(here.author), read, REASON);
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    expect(await remarks(here)).toEqual(['']);
  });
});

test('after the review is handed in a reason is refused, and says why', async () => {
  const here = await desk();
  const form = { ...formOn(await checkPage(here, here.browser)), [REASON_KEY]: 'Viết sau khi nộp.' };
  await handIn(here.browser, here.id, REASON);
  const before = await tableContents(here.deps.store);
  expect(await (await save(here, 'Viết sau khi nộp.', 1)).json()).toMatchObject({ code: 'already-submitted' });
  const late = await here.browser.post(`${here.path}/nop`, { ...form, di: 've' });
  expect(late.status).toBe(409);
  expect(await late.text()).toContain('Viết sau khi nộp.</textarea>');
  expect(await tableContents(here.deps.store)).toEqual(before);
});
