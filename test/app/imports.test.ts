import { describe, expect, test } from 'vitest';
import { sampleFile } from '../../src/imports/sample.ts';
import { tableContents, wordsOn } from '../helpers/author.ts';
import { sendFile, textFile } from '../helpers/files.ts';
import { HEAD, LIST, listOf, made, matched, postRaw, uploaded, written } from '../helpers/imports.ts';
import { formAt, officeWorld } from '../helpers/office.ts';

describe('the wizard, step by step', () => {
  test('a list goes from file to register, and each step says what it did', async () => {
    const step = await uploaded(listOf(LIST));
    const { it, browser, path } = step;
    expect(step.answer.status).toBe(303);
    const columns = await (await browser.get(`${path}/cot`)).text();
    for (const key of ['name', 'birth', 'card', 'branch']) expect(columns).toContain(`value="${key}" selected`);
    expect(wordsOn(columns)).toContain('Lý Thị Hai · Đỗ Văn Ba · Phạm Thị Tư');
    const before = await tableContents(it.deps.store, ['audit', 'session', 'attempt', 'member_import']);
    expect((await matched(step)).headers.get('location')).toBe(`${path}/xem`);
    const preview = wordsOn(await (await browser.get(`${path}/xem`)).text());
    expect(preview).toContain('3 đồng chí: Chi bộ Số 2 (2), Chi bộ Số 1 (1)');
    expect(await tableContents(it.deps.store, ['audit', 'session', 'attempt', 'member_import'])).toEqual(before);
    const form = await formAt(browser, `${path}/xem`, { di: 'ghi' });
    expect((await browser.post(`${path}/xem`, form)).headers.get('location')).toBe(path);
    expect(await made(it)).toMatchObject([
      { full_name: 'Lý Thị Hai', birth_date: '1968-05-19', card_number: '0012345678', unit_id: it.office.branch },
      { full_name: 'Đỗ Văn Ba', birth_date: '1971', unit_id: it.office.otherBranch, standing: 'no_post', official: 1 },
      { full_name: 'Phạm Thị Tư', folded_name: 'pham thi tu', user_name: 'pham.thi.tu', password: null },
    ]);
    const report = await (await browser.get(path)).text();
    expect(wordsOn(report)).toContain('Đã nhập 3 đồng chí');
    expect(report).toContain(`href="/quan-tri/to-chuc/${it.office.branch}/phieu"`);
    const log = await it.db.selectFrom('audit').selectAll().execute();
    expect(log).toMatchObject([{ action: 'members-imported', account_id: it.clerk.accountId }]);
    expect(log[0]?.detail).toMatch(/: made 3, skipped 0, broken 0$/);
    const kept = await it.db.selectFrom('member_import').select('body').executeTakeFirstOrThrow();
    expect(kept.body).not.toContain('Lý Thị Hai');
  });

  test('the sample file is an .xlsx that can be filled in and sent', async () => {
    const it = await officeWorld();
    const answer = await it.desk.get(`/quan-tri/to-chuc/${it.office.branch}/nhap/tep-mau.xlsx`);
    expect(answer.headers.get('content-disposition')).toContain('danh-sach-dang-vien.xlsx');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(sampleFile());
    const step = await uploaded(sampleFile(), { it, unit: 'branch' });
    const html = await (await it.desk.get(`${step.path}/cot`)).text();
    expect(html.match(/ selected/g)?.length).toBeGreaterThanOrEqual(12);
    expect(html).not.toContain('value="khong" selected');
  });

  test('a .csv with everything in one branch', async () => {
    const step = await uploaded(textFile('Họ tên;Năm sinh\nLý Thị Hai;1968\n'), { name: 'ds.csv', unit: 'branch' });
    await written(step);
    expect(await made(step.it)).toMatchObject([{ full_name: 'Lý Thị Hai', unit_id: step.it.office.branch }]);
  });

  test('one branch for all is chosen where the list names none', async () => {
    const step = await uploaded(
      listOf([
        ['Họ và tên', 'Năm sinh'],
        ['Lý Thị Hai', '1968'],
      ]),
    );
    const open = await matched(step);
    expect(open.status).toBe(422);
    expect(await open.text()).toContain('Đồng chí chọn chi bộ, hoặc “Theo cột trong tệp”.');
    expect((await matched(step, { chi_bo: step.it.office.foreignBranch })).status).toBe(404);
    await written(step, { chi_bo: step.it.office.otherBranch });
    expect(await made(step.it)).toMatchObject([{ unit_id: step.it.office.otherBranch }]);
  });

  test('columns guessed wrongly are put right by hand, and what is missing is named', async () => {
    const step = await uploaded(
      listOf([
        ['A', 'B', 'C'],
        ['Lý Thị Hai', '1968', '1970'],
      ]),
      { unit: 'branch' },
    );
    const { it, browser, path } = step;
    const nothing = await matched(step, { doi_tuong: '', chinh_thuc: '' });
    const words = wordsOn(await nothing.text());
    expect(nothing.status).toBe(422);
    for (const said of [
      'Chưa có cột nào là họ và tên',
      'Chưa có cột nào là ngày sinh',
      'Tệp không có cột đối tượng kiểm điểm',
      'Tệp không ghi chính thức hay dự bị',
    ])
      expect(words).toContain(said);
    const twice = await matched(step, { tieu_de: '1', cot0: 'name', cot1: 'card', cot2: 'card' });
    expect(wordsOn(await twice.text())).toContain('Hai cột cùng là “Số thẻ đảng viên”');
    const read = await browser.post(
      `${path}/cot`,
      await formAt(browser, `${path}/cot`, { tieu_de: '1', di: 'doc-lai' }),
    );
    expect(read.status).toBe(303);
    await written(step, { cot0: 'name', cot1: 'birth' });
    expect(await made(it)).toMatchObject([{ full_name: 'Lý Thị Hai', birth_date: '1968' }]);
  });

  test('survives an interruption: the step is there again, and can be given up without a trace', async () => {
    const step = await uploaded(listOf(LIST), { name: 'Danh sách 2026.xlsx' });
    await matched(step);
    const again = await step.it.as(step.it.clerk);
    const start = await (await again.get(step.start)).text();
    expect(start).toContain('Làm tiếp: Danh sách 2026.xlsx');
    expect((await again.get(step.path)).headers.get('location')).toBe(`${step.path}/xem`);
    expect((await again.post(`${step.path}/bo`, {})).headers.get('location')).toBe(step.start);
    expect(await step.it.db.selectFrom('member_import').selectAll().execute()).toEqual([]);
    expect((await again.get(`${step.path}/xem`)).status).toBe(404);
  });

  test('a list left lying for a week is thrown away', async () => {
    const step = await uploaded(listOf(LIST));
    step.it.clock.forward(7 * 24 * 60 + 1);
    const browser = await step.it.as(step.it.clerk);
    await sendFile(step.it, browser, step.start, { name: 'moi.xlsx', bytes: listOf(LIST) });
    const rows = await step.it.db.selectFrom('member_import').select('file_name').execute();
    expect(rows).toEqual([{ file_name: 'moi.xlsx' }]);
  });

  test('letters of an old font are offered in Unicode, and converted only when asked', async () => {
    const old = [
      ['Hä vµ tªn', 'N¨m sinh', '§¬n vÞ c«ng t¸c'],
      ['NguyÔn V¨n ¸nh', '1960', 'Tr­êng TiÓu häc'],
      ['Lý ThÞ Hoµ', '1968', 'C«ng an ph­êng'],
    ];
    for (const [chuyen, name] of [
      ['co', 'Nguyễn Văn ánh'],
      ['khong', null],
    ] as const) {
      const step = await uploaded(listOf(old), { unit: 'branch' });
      const words = wordsOn(await (await step.browser.get(`${step.path}/cot`)).text());
      expect(words).toContain('phông cũ (TCVN3)');
      expect((await matched(step)).status).toBe(422);
      await matched(step, { chuyen });
      const preview = wordsOn(await (await step.browser.get(`${step.path}/xem`)).text());
      if (name) expect(preview.toLowerCase()).toContain(name.toLowerCase());
      else expect(preview).toContain('Lý ThÞ Hoµ');
    }
  });
});

describe('what is wrong with a list is shown before anything is written', () => {
  test('broken rows with number and reason; the rest is written, and the report keeps them', async () => {
    const rows = [
      HEAD,
      ['=HYPERLINK("http://x.example";"Lý Hai")', '1960', '', 'Số 1'],
      ['Nguyễn '.repeat(13), '1960', '', 'Số 1'],
      ['Lý Thị Hai', '31/02/1960', '', 'Số 1'],
      ['Đỗ Văn Ba', '1971', '1234', 'Số 9'],
      [],
      ['Phạm Thị Tư', '1960', '', 'Số 1'],
    ];
    const step = await uploaded(listOf(rows));
    await matched(step);
    const html = await (await step.browser.get(`${step.path}/xem`)).text();
    const words = wordsOn(html);
    expect(words).toContain(
      'Dòng 2 =HYPERLINK("http://x.example";"Lý Hai") : Ô họ và tên bắt đầu bằng “=” như một công thức',
    );
    expect(html).not.toMatch(/<a[^>]*x\.example/);
    for (const said of [
      'Họ và tên: Nội dung dài 90 chữ',
      'nhiều nhất 80 chữ',
      'Ngày sinh ghi dạng',
      'Không có chi bộ nào tên “Số 9”',
    ])
      expect(words).toContain(said);
    await written(step);
    expect(await made(step.it)).toMatchObject([{ full_name: 'Phạm Thị Tư' }]);
    const report = wordsOn(await (await step.browser.get(step.path)).text());
    expect(report).toContain(
      'Dòng 5 Không có chi bộ nào tên “Số 9” trong phạm vi này. Số thẻ đảng viên gồm 8 đến 12 chữ số.',
    );
  });

  test('doubles in the file and against the register are skipped, or written when somebody says so', async () => {
    const it = await officeWorld();
    const known = await it.person('Lý Thị Hai', { unitId: it.office.otherBranch });
    await it.db.updateTable('member').set({ card_number: '77778888' }).where('id', '=', known.memberId).execute();
    const rows = [
      HEAD,
      ['LÝ THỊ HAI', '19/05/1968', '', 'Số 1'],
      ['Đỗ Văn Ba', '1971', '77778888', 'Số 1'],
      ['Phạm Thị Tư', '1960', '', 'Số 1'],
      ['Phạm Thị Tư', '1960', '', 'Số 2'],
    ];
    const step = await uploaded(listOf(rows), { it });
    await matched(step);
    const html = await (await step.browser.get(`${step.path}/xem`)).text();
    const words = wordsOn(html);
    expect(words).toContain('trùng họ tên và ngày sinh với đồng chí Lý Thị Hai đã có ở Chi bộ Số 2');
    expect(words).toContain('trùng số thẻ với đồng chí Lý Thị Hai đã có ở Chi bộ Số 2');
    expect(words).toContain('trùng họ tên và ngày sinh với dòng 4 của tệp');
    expect(html).not.toMatch(/name="nhap"[^>]* checked/);
    const version = /name="phien_ban" value="(\d+)"/.exec(html)?.[1] ?? '';
    const body = new URLSearchParams([
      ['phien_ban', version],
      ['di', 'ghi'],
      ['nhap', '3'],
    ]);
    for (const no of ['2', '3', '5']) body.append('hien', no);
    const answer = await postRaw(step, `${step.path}/xem`, body);
    expect(answer.status).toBe(303);
    const names = (await made(it)).map(({ full_name: name, unit_id: unit }) => [name, unit === it.office.branch]);
    expect(names).toEqual([
      ['Lý Thị Hai', false],
      ['Đỗ Văn Ba', true],
      ['Phạm Thị Tư', true],
    ]);
    const report = wordsOn(await (await step.browser.get(step.path)).text());
    expect(report).toContain('Dòng 2 trùng họ tên và ngày sinh với một đồng chí đã có trong danh sách');
    expect(report).toContain('Dòng 5 trùng họ tên và ngày sinh với dòng 4 của tệp');
  });

  test('a person of a neighbour office is no double that one could see', async () => {
    const it = await officeWorld();
    const stranger = await it.person('Lý Thị Hai', { unitId: it.office.foreignBranch });
    await it.db.updateTable('member').set({ card_number: '0012345678' }).where('id', '=', stranger.memberId).execute();
    const step = await uploaded(listOf(LIST), { it });
    await matched(step);
    expect(wordsOn(await (await step.browser.get(`${step.path}/xem`)).text())).toContain('Trùng 0 dòng');
  });

  test('more doubles than a page keep their choices from page to page', async () => {
    const pairs = Array.from({ length: 60 }, (_, at) => [`Lý Thị ${'ABCDEFGHIJ'[at % 10]}${at}`, '1968', '', 'Số 1']);
    const step = await uploaded(listOf([HEAD, ...pairs, ...pairs]));
    await matched(step);
    const html = await (await step.browser.get(`${step.path}/xem`)).text();
    expect(wordsOn(html)).toContain('Đang xem 1–50 trên 60 dòng.');
    const send = (no: string, di: string, version: string) =>
      postRaw(
        step,
        `${step.path}/xem`,
        new URLSearchParams([
          ['phien_ban', version],
          ['di', di],
          ['nhap', no],
          ['hien', no],
        ]),
      );
    expect((await send('62', '2', '2')).headers.get('location')).toBe(`${step.path}/xem?trung=2#trung`);
    const second = await (await step.browser.get(`${step.path}/xem?trung=2`)).text();
    expect(wordsOn(second)).toContain('Đang xem 51–60 trên 60 dòng.');
    expect((await send('121', 'ghi', '3')).status).toBe(303);
    expect(await made(step.it)).toHaveLength(62);
  });

  test('5,000 broken rows are answered in seconds, on a page that stays small', async () => {
    const rows = Array.from({ length: 5_000 }, (_, at) => [`Người ${at}`, `32/13/${1900 + (at % 90)}`, '12', 'Số 9']);
    const start = performance.now();
    const step = await uploaded(listOf([HEAD, ...rows]));
    await matched(step);
    const html = await (await step.browser.get(`${step.path}/xem`)).text();
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(html.length).toBeLessThan(60_000);
    const words = wordsOn(html);
    expect(words).toContain('Có lỗi, không nhập 5.000 dòng');
    expect(words).toContain('5.000 dòng: Số thẻ đảng viên gồm … đến … chữ số.');
    expect(words).toContain('Đang xem 1–50 trên 5.000 dòng.');
    expect(wordsOn(await (await step.browser.get(`${step.path}/xem?loi=100`)).text())).toContain('Dòng 5.001');
    const write = await written(step);
    expect(write.status).toBe(422);
    expect(await write.text()).toContain('Không có ai để nhập');
    expect(await made(step.it)).toEqual([]);
  }, 60_000);

  test('5,000 good rows are written in one go', async () => {
    const rows = Array.from({ length: 5_000 }, (_, at) => [
      at % 3 === 0 ? 'Nguyễn Văn An' : `Nguyễn Văn ${'BCDEGHKLMN'[at % 10]}`,
      `${(at % 28) + 1}/${(at % 12) + 1}/${1930 + Math.floor(at / 84)}`,
      String(10_000_000 + at),
      at % 2 ? 'Số 1' : 'Số 2',
    ]);
    const step = await uploaded(listOf([HEAD, ...rows]));
    await matched(step);
    const start = performance.now();
    await written(step);
    expect(performance.now() - start).toBeLessThan(15_000);
    const all = await made(step.it);
    expect(all).toHaveLength(5_000);
    expect(new Set(all.map(({ user_name: name }) => name)).size).toBe(5_000);
  }, 60_000);
});
