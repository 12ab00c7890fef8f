import { describe, expect, test } from 'vitest';
import { FIRST_LINK_MINUTES, firstAdministratorLink } from '../../src/accounts/first-administrator.ts';
import { oneTimeCode } from '../../src/accounts/statements.ts';
import { type Browser, browserFor, cookieFrom, createTestApp, ORIGIN, type TestApp } from '../helpers/app.ts';
import { actionsLogged, tableContents } from '../helpers/author.ts';
import { type Person, seedOffice, seedPerson } from '../helpers/people.ts';

describe('a link of the rehearsal', () => {
  async function printedLink(rehearsal: boolean): Promise<TestApp & { person: Person; nobody: Browser; path: string }> {
    const test = await createTestApp({ rehearsal });
    const office = await seedOffice(test.deps);
    const person = await seedPerson(test.deps, office.branch, 'Vũ Văn Tập');
    const made = oneTimeCode(test.deps, { purpose: 'rehearsal', accountId: person.accountId, minutes: 60 });
    await test.deps.store.atomic(made.statements);
    return { ...test, person, nobody: browserFor(test.app, ''), path: `/vao/${made.secret}` };
  }

  test('lets its invented person in by a button, again and again', async () => {
    const { app, nobody, path, deps } = await printedLink(true);
    expect(await (await nobody.get(path)).text()).toContain(`<form method="post" action="${path}">`);
    expect((await tableContents(deps.store, [])).session).toEqual([]);
    for (let visit = 0; visit < 2; visit += 1) {
      const answer = await nobody.post(path, {});
      expect(answer.status).toBe(303);
      const page = await (await browserFor(app, cookieFrom(answer)).get('/danh-muc')).text();
      expect(page).toContain('Vũ Văn Tập');
      expect(page).toContain('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
    }
  });

  test('opens nothing in a real database', async () => {
    const { nobody, path, deps } = await printedLink(false);
    const answer = await nobody.post(path, {});
    expect(answer.status).toBe(410);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await tableContents(deps.store, [])).session).toEqual([]);
  });

  test('opens nothing once its time is over', async () => {
    const { nobody, path, clock } = await printedLink(true);
    clock.forward(61);
    expect((await nobody.post(path, {})).status).toBe(410);
  });

  test('is not the code of a slip, nor a slip the code of a link', async () => {
    const { nobody, deps, person } = await printedLink(true);
    const made = oneTimeCode(deps, { purpose: 'first_sign_in', accountId: person.accountId, minutes: 60 });
    await deps.store.atomic(made.statements);
    expect((await nobody.post(`/vao/${made.secret}`, {})).status).toBe(410);
    expect((await nobody.get(`/thiet-lap/${made.secret}`)).status).toBe(410);
  });
});

describe('the first administrator’s link', () => {
  const FORM = {
    to_chuc: 'Đảng ủy phường Hoa Sữa',
    ho_ten: 'Đặng Thị Đầu',
    ten_dang_nhap: 'quan.tri',
    mat_khau_moi: 'sớm nay gió mùa về',
    nhap_lai: 'sớm nay gió mùa về',
  };

  async function freshStart(): Promise<TestApp & { nobody: Browser; link: string; path: string }> {
    const test = await createTestApp();
    const link = (await firstAdministratorLink(test.deps)) ?? 'none';
    return { ...test, nobody: browserFor(test.app, ''), link, path: link.slice(ORIGIN.length) };
  }

  test('stands under the address people use, and no account or password is there before it', async () => {
    const { link, deps } = await freshStart();
    expect(link).toMatch(/^http:\/\/tu-soi\.test:2424\/thiet-lap\/[0-9a-f]{64}$/);
    const tables = await tableContents(deps.store);
    expect([tables.account, tables.role, tables.unit]).toEqual([[], [], []]);
    expect(JSON.stringify(tables)).not.toContain(link.split('/').at(-1));
  });

  test('makes the office, its administrator and a session, and then is used up', async () => {
    const { app, nobody, path, deps } = await freshStart();
    expect((await nobody.get(path)).status).toBe(200);
    const answer = await nobody.post(path, FORM);
    expect(answer.headers.get('location')).toBe('/');
    const admin = browserFor(app, cookieFrom(answer));
    expect((await admin.get('/')).headers.get('location')).toBe('/thong-bao');
    await admin.post('/thong-bao', { da_doc: '1' });
    expect(await (await admin.get('/quan-tri')).text()).toContain('Đảng ủy phường Hoa Sữa');
    expect(await actionsLogged(deps)).toEqual([
      'code-made',
      'unit-made',
      'account-made',
      'role-given',
      'sign-in',
      'notice-acknowledged',
    ]);

    const before = await tableContents(deps.store);
    expect((await nobody.get(path)).status).toBe(410);
    expect((await nobody.post(path, { ...FORM, ten_dang_nhap: 'quan.tri.hai' })).status).toBe(410);
    expect(await tableContents(deps.store)).toEqual(before);
    expect(await firstAdministratorLink(deps)).toBeNull();
  });

  test('posted twice at once makes one', async () => {
    const { nobody, path, deps } = await freshStart();
    const answers = await Promise.all([
      nobody.post(path, FORM),
      nobody.post(path, { ...FORM, ten_dang_nhap: 'quan.tri.hai' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 410]);
    expect((await tableContents(deps.store)).account).toHaveLength(1);
    expect((await tableContents(deps.store)).unit).toHaveLength(1);
  });

  test('is over after 30 minutes, and by a newer one', async () => {
    const { nobody, path, clock, deps } = await freshStart();
    clock.forward(FIRST_LINK_MINUTES - 1);
    expect((await nobody.get(path)).status).toBe(200);
    clock.forward(1);
    expect((await nobody.get(path)).status).toBe(410);
    expect((await nobody.post(path, FORM)).status).toBe(410);
    expect((await tableContents(deps.store)).account).toEqual([]);

    const second = (await firstAdministratorLink(deps)) ?? '';
    const third = (await firstAdministratorLink(deps)) ?? '';
    expect((await nobody.get(second.slice(ORIGIN.length))).status).toBe(410);
    expect((await nobody.get(third.slice(ORIGIN.length))).status).toBe(200);
  });

  test.each([
    [{ mat_khau_moi: 'quan.tri.1234', nhap_lai: 'quan.tri.1234' }, 'Mật khẩu không được chứa tên đăng nhập.'],
    [{ nhap_lai: 'gõ nhầm lần hai' }, 'Hai lần gõ chưa giống nhau'],
    [{ ten_dang_nhap: 'Quản Trị' }, 'Tên đăng nhập gồm 3–40 chữ thường không dấu'],
    [{ to_chuc: '  ' }, 'Đồng chí ghi tên đảng ủy'],
  ])('with %j comes back, keeps what was typed, and is not used up', async (wrong, words) => {
    const { nobody, path, deps } = await freshStart();
    const answer = await nobody.post(path, { ...FORM, ...wrong });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(words);
    expect(page).toContain('value="Đặng Thị Đầu"');
    expect(page).not.toContain('sớm nay gió mùa về');
    expect((await tableContents(deps.store)).account).toEqual([]);
    expect((await nobody.post(path, FORM)).status).toBe(303);
  });
});
