import { describe, expect, test } from 'vitest';
import { writeImport } from '../../src/imports/commands.ts';
import { findImport } from '../../src/imports/queries.ts';
import { undoImport } from '../../src/imports/undo.ts';
import { findUnit, type UnitRow } from '../../src/units/queries.ts';
import { ORIGIN } from '../helpers/app.ts';
import { actorFor, begin, unescaped, wordsOn } from '../helpers/author.ts';
import { sendFile, textFile } from '../helpers/files.ts';
import {
  HEAD,
  imported,
  LIST,
  listOf,
  made,
  matched,
  people,
  type Step,
  uploaded,
  USUAL,
  written,
} from '../helpers/imports.ts';
import { formAt, officeWorld } from '../helpers/office.ts';
import { seedCampaign } from '../helpers/people.ts';

type Bytes = Uint8Array<ArrayBuffer>;

describe('what is no list', () => {
  test.each<[string, string, Bytes | null, number, string]>([
    ['no file at all', 'ds.xlsx', null, 422, 'Đồng chí chọn một tệp .xlsx hoặc .csv.'],
    ['a text called .xlsx', 'ds.xlsx', textFile('xin chào'), 422, 'không mở được như một tệp Excel'],
    ['a file larger than 5 MB', 'ds.csv', new Uint8Array(5 * 1024 * 1024 + 1).fill(65), 422, 'Tệp lớn hơn 5 MB'],
    ['a film', 'phim.csv', new Uint8Array(8 * 1024 * 1024), 413, 'Tệp lớn hơn 5 MB nên không nhận được'],
  ])('%s is answered in plain words, and nothing is kept', async (_what, name, bytes, status, words) => {
    const it = await officeWorld();
    const start = `/quan-tri/to-chuc/${it.office.committee}/nhap`;
    const answer = await sendFile(it, it.desk, start, bytes ? { name, bytes } : null);
    expect(answer.status).toBe(status);
    expect(wordsOn(await answer.text())).toContain(words);
    expect(await it.db.selectFrom('member_import').selectAll().execute()).toEqual([]);
  });

  test('a body that is no whole form is answered 400, one of another kind 415, and files go to this page only', async () => {
    const it = await officeWorld();
    const start = `/quan-tri/to-chuc/${it.office.committee}/nhap`;
    const post = (path: string, body: BodyInit, type: string) =>
      Promise.resolve(
        it.app.request(`${ORIGIN}${path}`, {
          method: 'POST',
          body,
          headers: { host: new URL(ORIGIN).host, origin: ORIGIN, cookie: it.desk.cookie, 'content-type': type },
        }),
      );
    const multipart = 'multipart/form-data; boundary=x';
    expect((await post(start, '--x\r\nkhông đúng', multipart)).status).toBe(400);
    expect((await post(start, 'tep=x', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await post(start, '{}', 'application/json')).status).toBe(415);
    for (const path of ['/quan-tri/to-chuc/moi', `${start}/khong-co`, `${start}/`, '/dang-nhap'])
      expect([path, (await post(path, '--x--', multipart)).status]).toEqual([path, 415]);
  });

  test('a file from another site is refused', async () => {
    const it = await officeWorld();
    const body = new FormData();
    body.append('tep', new File([listOf(LIST)], 'ds.xlsx'));
    const headers = { host: new URL(ORIGIN).host, origin: 'http://xau.example', cookie: it.desk.cookie };
    const path = `${ORIGIN}/quan-tri/to-chuc/${it.office.committee}/nhap`;
    expect((await it.app.request(path, { method: 'POST', body, headers })).status).toBe(403);
  });
});

describe('whose import it is', () => {
  test('half-way it is its maker’s alone; what it has done is known to the office', async () => {
    const step = await uploaded(listOf(LIST));
    await matched(step);
    const { it, path } = step;
    for (const rest of ['', '/cot', '/xem']) expect((await it.admin.get(`${path}${rest}`)).status).toBe(404);
    for (const rest of ['/cot', '/xem', '/bo', '/hoan-tac'])
      expect((await it.admin.post(`${path}${rest}`, {})).status).toBe(404);
    expect(await (await it.admin.get(step.start)).text()).not.toContain('Làm tiếp');
    await written(step);
    expect((await it.admin.get(path)).status).toBe(200);
    expect((await it.admin.get(`${path}/hoan-tac`)).status).toBe(200);
  });

  test('of another office it looks as if it did not exist, under any address', async () => {
    const step = await uploaded(listOf(LIST));
    const { it, path } = step;
    const other = await it.as(
      await it.person('Văn Phòng Láng Giềng', {
        unitId: it.office.foreignBranch,
        role: 'office',
        roleUnit: it.office.foreignCommittee,
      }),
    );
    const moved = path.replace(it.office.committee, it.office.foreignCommittee);
    for (const address of [path, `${path}/cot`, moved, `${moved}/cot`])
      expect((await other.get(address)).status).toBe(404);
    const own = path.replace(it.office.committee, it.office.branch);
    expect((await it.desk.get(`${own}/cot`)).status).toBe(404);
    const foreign = `/quan-tri/to-chuc/${it.office.foreignCommittee}/nhap`;
    expect((await sendFile(it, it.desk, foreign, { name: 'ds.xlsx', bytes: listOf(LIST) })).status).toBe(404);
    const refused = (await it.actions()).filter((action) => action === 'access-refused');
    expect(refused.length).toBeGreaterThanOrEqual(6);
  });
});

describe('writing', () => {
  test('twice is once: a double click, and the back button', async () => {
    const step = await uploaded(listOf(LIST));
    await matched(step);
    const form = await formAt(step.browser, `${step.path}/xem`, { di: 'ghi' });
    const answers = await Promise.all([
      step.browser.post(`${step.path}/xem`, form),
      step.browser.post(`${step.path}/xem`, form),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await step.browser.post(`${step.path}/xem`, form)).headers.get('location')).toBe(step.path);
    expect(await made(step.it)).toHaveLength(3);
    expect((await step.it.actions()).filter((action) => action === 'members-imported')).toHaveLength(1);
  });

  test('somebody recorded in the same moment is not written a second time', async () => {
    const step = await uploaded(listOf(LIST));
    await matched(step);
    const { it } = step;
    const unit = (await findUnit(it.db, it.office.committee)) as UnitRow;
    const row = await findImport(it.db, step.path.split('/').at(-1) ?? '');
    if (!row) throw new Error('no import');
    // The register changes between judging the list and writing it.
    let once = true;
    const store = it.deps.store;
    const racing = {
      ...it.deps,
      store: {
        ...store,
        db: store.db,
        atomic: async (statements: Parameters<typeof store.atomic>[0]) => {
          if (once) {
            once = false;
            await it.person('Lý Thị Hai');
          }
          return store.atomic(statements);
        },
      },
    };
    const viewer = { roles: [{ unitId: it.office.committee, role: 'office' as const }] };
    await writeImport(racing, actorFor(it.clerk), viewer, unit, row);
    const names = (await made(it)).map(({ full_name: name }) => name);
    expect(names.filter((name) => name === 'Lý Thị Hai')).toHaveLength(1);
    expect(names).toHaveLength(3);
  });

  test('another window that was first is told of, and nothing is half-written', async () => {
    const step = await uploaded(listOf(LIST));
    await matched(step);
    const form = await formAt(step.browser, `${step.path}/xem`, { di: 'ghi' });
    await matched(step, { doi_tuong: 'outside' });
    const answer = await step.browser.post(`${step.path}/xem`, form);
    expect(answer.status).toBe(409);
    expect(wordsOn(await answer.text())).toContain('vừa được sửa ở một cửa sổ khác');
    expect(await made(step.it)).toEqual([]);
    const old = await formAt(step.browser, `${step.path}/cot`, { ...USUAL, di: 'tiep', phien_ban: '1' });
    const late = await step.browser.post(`${step.path}/cot`, old);
    expect(late.status).toBe(409);
    expect(unescaped(await late.text())).toContain('Ghép cột');
  });
});

describe('undoing the last import', () => {
  async function undone({ browser, path }: Step): Promise<Response> {
    return browser.post(`${path}/hoan-tac`, await formAt(browser, `${path}/hoan-tac`));
  }

  test('takes back everybody whom nobody has used, with account and slip', async () => {
    const it = await officeWorld();
    const before = await people(it);
    const step = await imported(LIST, it);
    const [first] = await made(it);
    await it.admin.post(`/quan-tri/dang-vien/${first?.id}/ma-moi`, {});
    const page = wordsOn(await (await step.browser.get(`${step.path}/hoan-tac`)).text());
    expect(page).toContain('Sẽ bỏ 3 đồng chí chưa dùng hệ thống');
    expect((await undone(step)).headers.get('location')).toBe(step.path);
    expect(await people(it)).toEqual(before);
    expect(await it.db.selectFrom('one_time_code').selectAll().execute()).toEqual([]);
    expect(await it.actions()).toContain('members-import-undone');
    expect(wordsOn(await (await step.browser.get(step.path)).text())).toContain('Đã bỏ 3 trên 3 đồng chí');
  });

  test('who signed in, began a review, was given a duty or was changed stays, and the page says why', async () => {
    const rows = ['Hai', 'Ba', 'Tư', 'Năm', 'Sáu'].map((name, at) => [`Lý Thị ${name}`, String(1960 + at), '', 'Số 1']);
    const it = await officeWorld();
    const campaignId = await seedCampaign(it.deps, it.office.committee);
    const step = await imported([HEAD, ...rows], it);
    const all = await made(it);
    const [signed, author, duty, changed, unused] = all.map((row) => ({
      accountId: row.account_id,
      memberId: row.id,
      userName: row.user_name,
      fullName: row.full_name,
      unitId: row.unit_id,
    }));
    if (!signed || !author || !duty || !changed || !unused) throw new Error('five were imported');
    await it.as(signed);
    await it.db
      .insertInto('notice_acknowledgement')
      .values({ account_id: author.accountId, notice_version: '2026-11', acknowledged_at: 'x' })
      .execute();
    await begin({ browser: await it.as(author), campaignId });
    await it.desk.post(`/quan-tri/dang-vien/${duty.memberId}/nhiem-vu/giao`, { nhiem_vu: 'deputy', noi_nhiem_vu: '' });
    const path = `/quan-tri/dang-vien/${changed.memberId}/sua`;
    await it.desk.post(path, await formAt(it.desk, path, { don_vi: 'Nơi mới' }));
    const page = wordsOn(await (await step.browser.get(`${step.path}/hoan-tac`)).text());
    expect(page).toContain('Sẽ bỏ 1 đồng chí');
    for (const said of [
      'Hai : đã đăng nhập',
      'Ba : đã bắt đầu bản kiểm điểm',
      'Tư : đã được giao nhiệm vụ',
      'Năm : hồ sơ đã được sửa',
    ])
      expect(page).toContain(said);
    await undone(step);
    const report = wordsOn(await (await step.browser.get(step.path)).text());
    expect(report).toContain('Đã bỏ 1 trên 5 đồng chí');
    expect(report).toContain('Tư : đã được giao nhiệm vụ');
    expect((await made(it)).map(({ full_name: name }) => name)).toEqual([
      'Lý Thị Hai',
      'Lý Thị Ba',
      'Lý Thị Tư',
      'Lý Thị Năm',
    ]);
  });

  test('is done once, and only for the newest import', async () => {
    const it = await officeWorld();
    const first = await imported(LIST.slice(0, 2), it);
    it.clock.forward(1);
    const second = await imported([HEAD, ['Võ Văn Tám', '1960', '', 'Số 1']], it);
    expect((await first.browser.get(`${first.path}/hoan-tac`)).headers.get('location')).toBe(first.path);
    expect((await first.browser.post(`${first.path}/hoan-tac`, {})).status).toBe(409);
    expect(await made(it)).toHaveLength(2);
    const answers = await Promise.all([
      second.browser.post(`${second.path}/hoan-tac`, {}),
      second.browser.post(`${second.path}/hoan-tac`, {}),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await made(it)).toHaveLength(1);
    expect((await it.actions()).filter((action) => action === 'members-import-undone')).toHaveLength(1);
    expect((await first.browser.post(`${first.path}/hoan-tac`, {})).status).toBe(303);
    expect(await made(it)).toEqual([]);
  });

  test('stops whole when somebody signs in while it runs', async () => {
    const it = await officeWorld();
    const step = await imported(LIST, it);
    const row = await findImport(it.db, step.path.split('/').at(-1) ?? '');
    if (!row) throw new Error('no import');
    const [first] = await made(it);
    const store = it.deps.store;
    const racing = {
      ...it.deps,
      store: {
        ...store,
        db: store.db,
        atomic: async (statements: Parameters<typeof store.atomic>[0]) => {
          await it.as({ accountId: first?.account_id ?? '', memberId: '', userName: '', fullName: '', unitId: '' });
          return store.atomic(statements);
        },
      },
    };
    await expect(undoImport(racing, actorFor(it.clerk), row)).rejects.toMatchObject({ code: 'conflict' });
    expect(await made(it)).toHaveLength(3);
    expect((await findImport(it.db, row.id))?.state).toBe('done');
  });
});
