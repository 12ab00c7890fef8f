import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Store } from '../../src/deps.ts';
import { FILES_PER_ADDRESS, CODES_PER_ACCOUNT } from '../../src/verification/rules.ts';
import { newPaperCode, readCode, shownCode } from '../../src/records/rules.ts';
import { type Browser, browserFor, ORIGIN } from '../helpers/app.ts';
import { wordsOn } from '../helpers/author.ts';
import { branchWorld, type BranchWorld, giveBack, handIn, logged, textAt } from '../helpers/branch.ts';
import { seedPerson } from '../helpers/people.ts';

const YES = 'Đúng: tệp này là bản lưu trên hệ thống';
const NO = 'Không: tệp này không phải bản lưu đang có hiệu lực';
const NO_CODE = 'Không có bản lưu nào theo mã này mà đồng chí được xem';

interface Sheet {
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
  code: string;
}

/** Handed in and printed once by its author: bytes in hand, and the code they were frozen with. */
async function printed(world: BranchWorld, path = 'ban-in.pdf'): Promise<Sheet> {
  const id = await handIn(world);
  return { id, ...(await sheetOf(world, id, path)) };
}

async function sheetOf(world: BranchWorld, id: string, path = 'ban-in.pdf'): Promise<Omit<Sheet, 'id'>> {
  const answer = await world.browser.get(`/ban-kiem-diem/${id}/${path}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const { code } = await world.deps.store.db
    .selectFrom('paper')
    .where('state', '=', 'ready')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .select('code')
    .executeTakeFirstOrThrow();
  return { bytes, code: code ?? '' };
}

function sendFile(world: BranchWorld, browser: Browser, bytes: Uint8Array<ArrayBuffer>, name = 'ban-in.pdf') {
  const body = new FormData();
  body.set('tep', new File([bytes], name, { type: 'application/pdf' }));
  const headers = { host: new URL(ORIGIN).host, origin: ORIGIN, ...(browser.cookie ? { cookie: browser.cookie } : {}) };
  return Promise.resolve(world.app.request(`${ORIGIN}/xac-minh`, { method: 'POST', body, headers }));
}

async function fileAnswer(world: BranchWorld, browser: Browser, bytes: Uint8Array<ArrayBuffer>, name?: string) {
  const answer = await sendFile(world, browser, bytes, name);
  expect(answer.status).toBe(200);
  return wordsOn(await answer.text());
}

async function codeAnswer(browser: Browser, code: string): Promise<string> {
  const answer = await browser.post('/xac-minh/ma', { ma: code });
  expect(answer.status).toBe(200);
  return wordsOn(await answer.text());
}

describe('a PDF given by somebody who has not signed in', () => {
  test('that is the stored one is answered yes, without a name', async () => {
    const world = await branchWorld();
    const { bytes } = await printed(world);
    const answer = await fileAnswer(world, browserFor(world.app, ''), bytes, 'ten-khac.pdf');
    expect(answer).toContain(YES);
    expect(answer).not.toContain('Phạm Thị Tự Soi');
    expect(answer).not.toContain('Chi bộ Số 1');
    expect((await logged(world.deps, 'paper-verified')).map((row) => [row.account_id, row.subject_kind])).toEqual([
      [null, 'paper'],
    ]);
  });

  test('that is cut, changed in one byte, or something else under the right name is answered no', async () => {
    const world = await branchWorld();
    const { bytes } = await printed(world);
    const changed = bytes.slice();
    changed[5] = (changed[5] ?? 0) ^ 1;
    const stranger = browserFor(world.app, '');
    for (const wrong of [
      bytes.slice(0, bytes.length - 1),
      changed,
      new TextEncoder().encode('%PDF-1.7 của nơi khác'),
    ]) {
      const answer = await fileAnswer(world, stranger, wrong);
      expect(answer).toContain(NO);
      expect(answer).not.toContain(YES);
    }
    expect(await logged(world.deps, 'paper-not-verified')).toHaveLength(3);
  });

  test('of a version that was returned is answered no, and yes again for the one handed in after it', async () => {
    const world = await branchWorld();
    const { id, bytes } = await printed(world);
    await giveBack(world.leader, id, 'Ghi rõ số liệu.');
    expect(await fileAnswer(world, browserFor(world.app, ''), bytes)).toContain(NO);
    expect(await fileAnswer(world, world.leader, bytes)).toContain(NO);
    const own = await fileAnswer(world, world.browser, bytes);
    expect(own).toContain('Đây là bản cũ');
    await world.browser.post(`/ban-kiem-diem/${id}/nop`, { 'NOP.reason': 'Đã bổ sung.', di: 'nop' });
    const again = await sheetOf(world, id);
    expect(again.bytes).not.toEqual(bytes);
    expect(await fileAnswer(world, browserFor(world.app, ''), again.bytes)).toContain(YES);
  });

  test('that was not chosen is asked for, and one that is too large is refused', async () => {
    const world = await branchWorld();
    const stranger = browserFor(world.app, '');
    const none = await sendFile(world, stranger, new Uint8Array(0), '');
    expect([none.status, wordsOn(await none.text())]).toEqual([422, expect.stringContaining('Đồng chí chọn tệp PDF')]);
    const film = await sendFile(world, stranger, new Uint8Array(6 * 1024 * 1024));
    expect(film.status).toBe(413);
  });

  test('is taken so many times from one address; after that nothing is answered until the window is over', async () => {
    const world = await branchWorld();
    const { bytes } = await printed(world);
    const stranger = browserFor(world.app, '');
    const wrong = new TextEncoder().encode('%PDF-1.7 sai');
    // A yes is no guess and costs nothing.
    for (let time = 0; time < 3; time += 1) await sendFile(world, stranger, bytes);
    for (let time = 0; time < FILES_PER_ADDRESS; time += 1) {
      expect((await sendFile(world, stranger, wrong)).status).toBe(200);
    }
    const closed = await sendFile(world, stranger, bytes);
    expect([closed.status, Number(closed.headers.get('retry-after'))]).toEqual([429, 15 * 60]);
    const words = wordsOn(await closed.text());
    expect(words).toContain('Đã thử quá nhiều lần');
    expect(words).not.toContain(YES);
    await sendFile(world, stranger, wrong);
    expect(await logged(world.deps, 'verification-limited')).toHaveLength(1);
    // Signing in is another counter.
    expect((await stranger.get('/dang-nhap')).status).toBe(200);
    world.clock.forward(16);
    expect(await fileAnswer(world, stranger, bytes)).toContain(YES);
  });

  test('brings no box for a code, and a code sent anyway leads to sign-in', async () => {
    const world = await branchWorld();
    const { code } = await printed(world);
    const stranger = browserFor(world.app, '');
    expect(await (await stranger.get('/xac-minh')).text()).not.toContain('name="ma"');
    const sent = await stranger.post('/xac-minh/ma', { ma: code });
    expect(sent.status).toBe(401);
    expect(await sent.text()).not.toContain('Phạm Thị Tự Soi');
  });
});

describe('a code', () => {
  test('is sixteen letters that are not taken for one another, with 64 bits and more, and can be typed loosely', () => {
    const codes = Array.from({ length: 300 }, newPaperCode);
    expect(new Set(codes).size).toBe(300);
    for (const code of codes) expect(code).toMatch(/^[ACDEFHJKMNPQRTWXY34679]{16}$/);
    expect(new Set(codes.join('')).size ** 16).toBeGreaterThan(2 ** 64);
    expect(shownCode('ACDEFHJKMNPQRTWX')).toBe('ACDE-FHJK-MNPQ-RTWX');
    expect(readCode(' acde fhjk–mnpq-rtwx ')).toBe('ACDEFHJKMNPQRTWX');
  });

  test('is frozen with each variant’s bytes and never changes', async () => {
    const world = await branchWorld();
    const { id, code } = await printed(world);
    const annex = await sheetOf(world, id, 'ban-in-phu-luc.pdf');
    expect(annex.code).not.toBe(code);
    await world.browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
    const codes = await world.deps.store.db
      .selectFrom('paper')
      .select(['variant', 'code'])
      .orderBy('variant')
      .execute();
    expect(codes).toEqual([
      { variant: 'annex', code: annex.code },
      { variant: 'plain', code },
    ]);
    const years = await textAt(world.browser, '/cac-nam');
    expect(years).toContain(`Bản in: ${shownCode(code)}`);
    expect(years).toContain(`Bản in kèm phụ lục tự soi: ${shownCode(annex.code)}`);
  });

  test('tells its author, and the chi ủy of his branch, whose paper it is; the author sees that it was asked', async () => {
    const world = await branchWorld();
    const { code } = await printed(world);
    for (const person of [world.author, world.secretary, world.deputy, world.sits]) {
      const answer = await codeAnswer(await world.as(person), shownCode(code).toLowerCase());
      expect(answer).toContain('đồng chí Phạm Thị Tự Soi');
      expect(answer).toContain('Chi bộ Số 1');
    }
    expect(await textAt(world.browser, '/cac-nam')).toContain('Lương Văn Bí Thư (bí thư chi bộ), xác minh bản in');
  });

  test('tells the committee’s office after the hand-up, and not before', async () => {
    const world = await branchWorld();
    const { code } = await printed(world);
    const { committee } = world.office;
    const clerk = await seedPerson(world.deps, world.office.otherBranch, 'Văn Phòng', {
      roles: [{ unitId: committee, role: 'office' }],
    });
    const browser = await world.as(clerk);
    expect(await codeAnswer(browser, code)).toContain(NO_CODE);
    const handed = { handed_at: world.deps.now().toISOString(), account_id: world.secretary.accountId };
    await world.deps.store.db
      .insertInto('hand_up')
      .values({ campaign_id: world.campaignId, unit_id: world.office.branch, ...handed })
      .execute();
    expect(await codeAnswer(browser, code)).toContain('đồng chí Phạm Thị Tự Soi');
  });

  test('answers every other case in the same words, byte for byte, by the same number of questions', async () => {
    const world = await branchWorld();
    const { id, code } = await printed(world);
    const { committee, otherBranch, foreignBranch, foreignCommittee } = world.office;
    const strangers = [
      await seedPerson(world.deps, otherBranch, 'Bí Thư Khác', { roles: [{ unitId: otherBranch, role: 'secretary' }] }),
      await seedPerson(world.deps, world.office.branch, 'Cùng Chi Bộ'),
      await seedPerson(world.deps, otherBranch, 'Văn Phòng', { roles: [{ unitId: committee, role: 'office' }] }),
      await seedPerson(world.deps, otherBranch, 'Quản Trị', { roles: [{ unitId: committee, role: 'administrator' }] }),
      await seedPerson(world.deps, foreignBranch, 'Láng Giềng', {
        roles: [{ unitId: foreignCommittee, role: 'office' }],
      }),
    ];
    const unknown = newPaperCode();
    for (const person of strangers) {
      const browser = await world.as(person);
      const answers = [await asked(world, browser, code), await asked(world, browser, unknown)];
      const short = await asked(world, browser, code.slice(0, 7));
      expect(answers[0]?.html).toContain(NO_CODE);
      expect(answers[1]?.html.replaceAll(unknown, code)).toBe(answers[0]?.html);
      expect(wordsOn(short.html)).toBe(wordsOn(answers[0]?.html ?? ''));
      expect(new Set([...answers, short].map(({ questions }) => questions)).size).toBe(1);
    }
    // The leader of his own branch knows of a replaced version as little as a stranger does.
    await giveBack(world.leader, id, 'Ghi rõ số liệu.');
    const replaced = await asked(world, world.leader, code);
    const none = await asked(world, world.leader, unknown);
    expect(replaced.html).toBe(none.html.replaceAll(unknown, code));
    expect(replaced.questions).toBe(none.questions);
  });

  test('is asked so many times by one person', async () => {
    const world = await branchWorld();
    const { code } = await printed(world);
    // A right one costs nothing.
    for (let time = 0; time < 3; time += 1) await codeAnswer(world.leader, code);
    for (let time = 0; time < CODES_PER_ACCOUNT; time += 1) await codeAnswer(world.leader, newPaperCode());
    const closed = await world.leader.post('/xac-minh/ma', { ma: code });
    expect(closed.status).toBe(429);
    expect(await closed.text()).not.toContain('Phạm Thị Tự Soi');
    expect(await codeAnswer(world.browser, code)).toContain('đồng chí Phạm Thị Tự Soi');
  });

  test('that was left out is asked for', async () => {
    const world = await branchWorld();
    const empty = await world.browser.post('/xac-minh/ma', { ma: '' });
    expect([empty.status, wordsOn(await empty.text())]).toEqual([422, expect.stringContaining('Đồng chí gõ mã')]);
  });
});

/** The page, and how many statements ran in the database for it. */
async function asked(world: BranchWorld, browser: Browser, code: string): Promise<{ html: string; questions: number }> {
  let questions = 0;
  const { store } = world.deps;
  const counted: Store = {
    ...store,
    db: store.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => {
        questions += 1;
        return Promise.resolve(result);
      },
    }),
    atomic: (list) => {
      questions += list.length;
      return store.atomic(list);
    },
  };
  const app = createApp({ ...world.deps, store: counted });
  const answer = await browserFor(app, browser.cookie).post('/xac-minh/ma', { ma: code });
  expect(questions).toBeGreaterThan(6);
  return { html: await answer.text(), questions };
}
