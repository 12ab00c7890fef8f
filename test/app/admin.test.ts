import { describe, expect, test } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { browserFor, cookieFrom, createTestApp, ORIGIN } from '../helpers/app.ts';
import { NOTHING_PRINTED } from '../helpers/nothing-printed.ts';
import { seedOffice, seedPerson } from '../helpers/people.ts';

async function administration(overrides: Partial<Deps> = {}) {
  const test = await createTestApp(overrides);
  const office = await seedOffice(test.deps);
  const person = await seedPerson(test.deps, office.branch, 'Lê Thị Quản Trị', {
    roles: [{ unitId: office.committee, role: 'administrator' }],
  });
  return { ...test, office, person, db: test.deps.store.db, admin: await test.as(person) };
}

type Administration = Awaited<ReturnType<typeof administration>>;

async function actionsLogged({ db }: Administration): Promise<string[]> {
  const rows = await db.selectFrom('audit').orderBy('id').select('action').execute();
  return rows.map((row) => row.action);
}

function newPerson(unitId: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    to_chuc: unitId,
    ho_ten: 'Đỗ Thị Ước',
    ngay_sinh: '2/9/1960',
    don_vi: 'Trường Tiểu học Thử Nghiệm',
    chuc_vu_dang: '',
    chuc_vu_chinh_quyen: 'Giáo viên',
    chuc_vu_doan_the: '',
    doi_tuong: 'no_post',
    chinh_thuc: '1',
    co_co_quan: '1',
    ten_dang_nhap: '',
    nhiem_vu: 'khong',
    noi_nhiem_vu: '',
    ...more,
  };
}

function codeOn(slip: string): string {
  return /<strong>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})<\/strong>/.exec(slip)?.[1] ?? 'no code';
}

describe('the overview', () => {
  test('shows the administrator’s own units with their members, and says what comes next', async () => {
    const { admin } = await administration();
    const page = await (await admin.get('/quan-tri')).text();
    expect(page).toContain('Chi bộ Số 1');
    expect(page).toContain('Chi bộ, 1 đảng viên');
    expect(page).not.toContain('Láng Giềng');
    expect(page).toContain('Lập đợt kiểm điểm năm 2026');
    expect(page).toContain('bản thử');
    expect(page).not.toContain('Chưa tạo được bản in');
    expect(page).not.toContain('chưa dùng cho hồ sơ thật');
  });

  test('without a browser it says that no paper can be made, and what to do', async () => {
    const detail = 'Chưa thấy trình duyệt. Đặt CHROMIUM_PATH rồi khởi động lại.';
    const pdf = {
      render: () => Promise.reject(new Error('none')),
      health: () => Promise.resolve({ ready: false, detail }),
      numbers: () => NOTHING_PRINTED,
      close: () => Promise.resolve(),
    };
    const { admin } = await administration({ pdf });
    const page = await (await admin.get('/quan-tri')).text();
    expect(page).toContain('Chưa tạo được bản in.');
    expect(page).toContain(detail);
  });

  test('is for administrators only', async () => {
    const { deps, as, office } = await administration();
    const secretary = await seedPerson(deps, office.branch, 'Trần Văn Bí Thư', {
      roles: [{ unitId: office.branch, role: 'secretary' }],
    });
    const browser = await as(secretary);
    for (const path of ['/quan-tri', '/quan-tri/to-chuc/moi', '/quan-tri/dang-vien/moi', '/quan-tri/dot/moi']) {
      expect((await browser.get(path)).status, path).toBe(403);
    }
  });
});

describe('making a unit', () => {
  const branch = { loai: 'branch', ten: 'Chi bộ Tổ dân phố số 12', ten_van_ban: '', noi: '', co_chi_uy: '1' };

  test('a branch gets its name in capitals, its place, and a log row', async () => {
    const it = await administration();
    const answer = await it.admin.post('/quan-tri/to-chuc/moi', { ...branch, cap_tren: it.office.committee });
    expect(answer.status).toBe(303);
    const page = await (await it.admin.get(answer.headers.get('location') ?? '')).text();
    expect(page).toContain('CHI BỘ TỔ DÂN PHỐ SỐ 12');
    expect(page).toContain('Có chi ủy');
    expect(page).toContain('Hà Nội');
    expect(await actionsLogged(it)).toEqual(['unit-made']);
  });

  test('its paper name keeps the lines it was given, in capitals', async () => {
    const it = await administration();
    const ten_van_ban = ' Chi bộ\r\n\r\nTổ dân phố số 12 ';
    await it.admin.post('/quan-tri/to-chuc/moi', { ...branch, cap_tren: it.office.committee, ten_van_ban });
    const unit = await it.db.selectFrom('unit').where('name', '=', branch.ten).selectAll().executeTakeFirstOrThrow();
    expect(unit.paper_name).toBe('CHI BỘ\nTỔ DÂN PHỐ SỐ 12');
  });

  test('what is missing or wrong is named, what was typed stays, and nothing is written', async () => {
    const it = await administration();
    const typed = { cap_tren: '', loai: 'city', ten: 'Chi bộ có tên lạ', noi: 'Sơn Tây', ten_van_ban: 'A\nB\nC\nD\nE' };
    const answer = await it.admin.post('/quan-tri/to-chuc/moi', typed);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain('Có 3 chỗ cần xem lại');
    expect(page).toContain('href="#o-loai-1"');
    expect(page).toContain('Tên trên văn bản nhiều nhất 3 dòng.');
    expect(page).toContain('value="Chi bộ có tên lạ"');
    expect(page).toContain('value="Sơn Tây"');
    expect(await it.db.selectFrom('unit').select('id').execute()).toHaveLength(5);
  });

  test('a second unit of the same name under one parent is refused, also when two posts race', async () => {
    const it = await administration();
    const post = () => it.admin.post('/quan-tri/to-chuc/moi', { ...branch, cap_tren: it.office.committee });
    const answers = await Promise.all([post(), post()]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([303, 422]);
    expect(await (await post()).text()).toContain('đã có tổ chức tên “Chi bộ Tổ dân phố số 12”');
    expect(await it.db.selectFrom('unit').where('name', '=', branch.ten).select('id').execute()).toHaveLength(1);
  });

  test('a branch has nothing below it', async () => {
    const it = await administration();
    const answer = await it.admin.post('/quan-tri/to-chuc/moi', { ...branch, cap_tren: it.office.branch });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Chi bộ không có tổ chức trực thuộc');
  });

  test('a neighbour’s committee looks as if it did not exist, and the attempt is logged', async () => {
    const it = await administration();
    const answer = await it.admin.post('/quan-tri/to-chuc/moi', { ...branch, cap_tren: it.office.foreignCommittee });
    expect(answer.status).toBe(404);
    expect((await it.admin.get(`/quan-tri/to-chuc/${it.office.foreignBranch}`)).status).toBe(404);
    expect((await it.admin.get('/quan-tri/to-chuc/khong-co')).status).toBe(404);
    expect(await actionsLogged(it)).toEqual(['access-refused', 'access-refused', 'access-refused']);
    expect(await it.db.selectFrom('unit').select('id').execute()).toHaveLength(5);
  });
});

describe('making a person', () => {
  test('the slip is shown once, with the address, the name and a code good for one sign-in', async () => {
    const it = await administration();
    const answer = await it.admin.post('/quan-tri/dang-vien/moi', newPerson(it.office.branch));
    const slip = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(slip).toContain('Đỗ Thị Ước');
    expect(slip).toContain(ORIGIN);
    expect(slip).toContain('<strong>do.thi.uoc</strong>');
    expect(slip).toContain('ngày 06/12/2026');
    const code = codeOn(slip);
    expect(await (await it.admin.get(`/quan-tri/to-chuc/${it.office.branch}`)).text()).not.toContain(code);
    expect(await actionsLogged(it)).toEqual(['member-made', 'account-made', 'code-made']);

    const nobody = browserFor(it.app, '');
    const credentials = { ten_dang_nhap: 'do.thi.uoc', mat_khau: code, ve: '' };
    const entered = await nobody.post('/dang-nhap', credentials);
    expect(entered.status).toBe(303);
    const home = await browserFor(it.app, cookieFrom(entered)).get('/');
    expect(home.headers.get('location')).toBe('/mat-khau');
    expect((await nobody.post('/dang-nhap', credentials)).status).toBe(422);
  });

  test('after fourteen days the code is worthless', async () => {
    const it = await administration();
    const slip = await (await it.admin.post('/quan-tri/dang-vien/moi', newPerson(it.office.branch))).text();
    it.clock.forward(14 * 24 * 60 + 1);
    const typed = { ten_dang_nhap: 'do.thi.uoc', mat_khau: codeOn(slip), ve: '' };
    expect((await browserFor(it.app, '').post('/dang-nhap', typed)).status).toBe(422);
  });

  test('the register holds the name searchable without marks, the birth date as one form of text', async () => {
    const it = await administration();
    await it.admin.post(
      '/quan-tri/dang-vien/moi',
      newPerson(it.office.branch, { ho_ten: 'Đỗ Thị  Ước'.normalize('NFD') }),
    );
    const member = await it.db
      .selectFrom('member')
      .where('folded_name', '=', 'do thi uoc')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(member).toMatchObject({ full_name: 'Đỗ Thị Ước', birth_date: '1960-09-02', official: 1, has_agency: 1 });
  });

  test('a duty is given in the unit it is for', async () => {
    const it = await administration();
    const office = newPerson(it.office.branch, { nhiem_vu: 'office', noi_nhiem_vu: it.office.committee });
    await it.admin.post('/quan-tri/dang-vien/moi', office);
    const secretary = newPerson(it.office.otherBranch, { ho_ten: 'Lý Văn Bí Thư', nhiem_vu: 'secretary' });
    await it.admin.post('/quan-tri/dang-vien/moi', secretary);
    const roles = await it.db.selectFrom('role').where('role', '!=', 'administrator').selectAll().execute();
    expect(roles.map(({ role, unit_id }) => ({ role, unit_id }))).toEqual([
      { role: 'office', unit_id: it.office.committee },
      { role: 'secretary', unit_id: it.office.otherBranch },
    ]);
    expect(await (await it.admin.get(`/quan-tri/to-chuc/${it.office.branch}`)).text()).toContain(
      'Văn phòng đảng ủy (Đảng ủy phường Thử Nghiệm)',
    );
    expect((await actionsLogged(it)).filter((action) => action === 'role-given')).toHaveLength(2);
  });

  test.each([
    ['ngay_sinh', '23/11/2026', 'Ngày sinh không thể ở tương lai'],
    ['ngay_sinh', '31/02/1960', 'Ngày sinh ghi dạng ngày/tháng/năm'],
    ['ngay_sinh', '', 'hoặc chỉ năm sinh'],
    ['ho_ten', '', 'Đồng chí ghi họ và tên.'],
    ['ho_ten', 'Nguyễn \u0007 An', 'Có ký tự điều khiển ẩn'],
    ['doi_tuong', '', 'Đồng chí chọn đối tượng kiểm điểm.'],
    ['chinh_thuc', '2', 'Đồng chí chọn: chính thức hay dự bị.'],
    ['ten_dang_nhap', 'Đỗ Ước', 'Tên đăng nhập gồm 3–40 chữ thường'],
    ['nhiem_vu', 'chủ tịch', 'Đồng chí chọn nhiệm vụ'],
  ])('%s = %j is sent back with “%s”, the rest as it was typed', async (field, value, sentence) => {
    const it = await administration();
    const answer = await it.admin.post('/quan-tri/dang-vien/moi', newPerson(it.office.branch, { [field]: value }));
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(page).toContain('value="Trường Tiểu học Thử Nghiệm"');
    expect(page).toContain('value="Giáo viên"');
    expect(await it.db.selectFrom('member').select('id').execute()).toHaveLength(1);
    expect(await actionsLogged(it)).toEqual([]);
  });

  test('a year alone is a birth date, and today is not too late at midnight in Hà Nội', async () => {
    const it = await administration();
    it.clock.now = new Date('2026-12-31T17:30:00.000Z');
    const admin = await it.as(it.person);
    const born = newPerson(it.office.branch, { ngay_sinh: '01/01/2027' });
    expect((await admin.post('/quan-tri/dang-vien/moi', born)).status).toBe(200);
    const old = newPerson(it.office.branch, { ngay_sinh: '1931', ho_ten: 'Cụ Thử' });
    expect((await admin.post('/quan-tri/dang-vien/moi', old)).status).toBe(200);
  });

  test('a user name is given once: the second is refused with a free one, also when two posts race', async () => {
    const it = await administration();
    const post = (more = {}) => it.admin.post('/quan-tri/dang-vien/moi', newPerson(it.office.branch, more));
    const answers = await Promise.all([post(), post({ ngay_sinh: '1961' })]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 422]);
    const again = await (await post({ ngay_sinh: '1962' })).text();
    expect(again).toContain('Tên đăng nhập do.thi.uoc đã có người dùng');
    expect(again).toContain('value="do.thi.uoc2"');
    const typed = await (await post({ ngay_sinh: '1963', ten_dang_nhap: 'do.thi.uoc' })).text();
    expect(typed).toContain('value="do.thi.uoc"');
    expect(typed).toContain('có thể dùng do.thi.uoc2');
    expect(await it.db.selectFrom('member').select('id').execute()).toHaveLength(2);
  });

  test('people belong to branches, and only to the administrator’s own', async () => {
    const it = await administration();
    const inCommittee = await it.admin.post('/quan-tri/dang-vien/moi', newPerson(it.office.committee));
    expect(inCommittee.status).toBe(422);
    expect(await inCommittee.text()).toContain('Đảng viên sinh hoạt ở chi bộ');
    const foreign = [
      newPerson(it.office.foreignBranch),
      newPerson(it.office.branch, { nhiem_vu: 'administrator', noi_nhiem_vu: it.office.foreignCommittee }),
    ];
    for (const fields of foreign) expect((await it.admin.post('/quan-tri/dang-vien/moi', fields)).status).toBe(404);
    expect(await it.db.selectFrom('account').select('id').execute()).toHaveLength(1);
  });
});

describe('a new one-time code', () => {
  test('ends the person’s sessions and the older code, and leaves the password alone', async () => {
    const it = await administration();
    const first = codeOn(await (await it.admin.post('/quan-tri/dang-vien/moi', newPerson(it.office.branch))).text());
    const member = await it.db
      .selectFrom('member')
      .innerJoin('account', 'account.member_id', 'member.id')
      .where('user_name', '=', 'do.thi.uoc')
      .select(['member.id as memberId', 'account.id as accountId'])
      .executeTakeFirstOrThrow();
    await it.db.updateTable('account').set({ password: 'kept' }).where('id', '=', member.accountId).execute();
    const session = await it.as({ ...it.person, accountId: member.accountId });
    expect((await session.get('/danh-muc')).headers.get('location')).toBe('/thong-bao');

    const slip = await it.admin.post(`/quan-tri/dang-vien/${member.memberId}/ma-moi`, {});
    const second = codeOn(await slip.text());
    expect(slip.status).toBe(200);
    expect((await session.get('/danh-muc')).headers.get('location')).toContain('/dang-nhap');
    const account = it.db.selectFrom('account').where('id', '=', member.accountId).select('password');
    expect(await account.executeTakeFirst()).toEqual({ password: 'kept' });
    expect((await actionsLogged(it)).filter((action) => action === 'code-made')).toHaveLength(2);

    await it.db.updateTable('account').set({ password: null }).where('id', '=', member.accountId).execute();
    const enter = (code: string) =>
      browserFor(it.app, '').post('/dang-nhap', { ten_dang_nhap: 'do.thi.uoc', mat_khau: code, ve: '' });
    expect((await enter(first)).status).toBe(422);
    expect((await enter(second)).status).toBe(303);
  });

  test('nobody makes one for himself', async () => {
    const it = await administration();
    const answer = await it.admin.post(`/quan-tri/dang-vien/${it.person.memberId}/ma-moi`, {});
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Không ai tự cấp mã cho mình');
    expect(await it.db.selectFrom('one_time_code').select('id').execute()).toEqual([]);
  });

  test('a person of another office looks as if there were none', async () => {
    const it = await administration();
    const stranger = await seedPerson(it.deps, it.office.foreignBranch, 'Người Láng Giềng');
    for (const id of [stranger.memberId, 'khong-co']) {
      expect((await it.admin.post(`/quan-tri/dang-vien/${id}/ma-moi`, {})).status).toBe(404);
    }
    expect(await it.db.selectFrom('one_time_code').select('id').execute()).toEqual([]);
  });

  test('a branch’s administrator cannot so become the committee’s', async () => {
    const it = await administration();
    const local = await seedPerson(it.deps, it.office.branch, 'Quản Trị Chi Bộ', {
      roles: [{ unitId: it.office.branch, role: 'administrator' }],
    });
    const browser = await it.as(local);
    expect((await browser.post(`/quan-tri/dang-vien/${it.person.memberId}/ma-moi`, {})).status).toBe(403);
    expect((await browser.get(`/quan-tri/to-chuc/${it.office.otherBranch}`)).status).toBe(404);
    expect(await it.db.selectFrom('one_time_code').select('id').execute()).toEqual([]);
  });
});

test('a branch lists its people by tên, họ, đệm', async () => {
  const it = await administration();
  for (const name of ['Trần Văn An', 'Đỗ Thị Ánh', 'Lê Văn An', 'Lê Bá An']) {
    await seedPerson(it.deps, it.office.branch, name);
  }
  const page = await (await it.admin.get(`/quan-tri/to-chuc/${it.office.branch}`)).text();
  const names = [...page.matchAll(/<th scope="row"><a[^>]*>([^<]+)</g)].map((match) => match[1]);
  expect(names).toEqual(['Lê Bá An', 'Lê Văn An', 'Trần Văn An', 'Đỗ Thị Ánh', 'Lê Thị Quản Trị']);
});
