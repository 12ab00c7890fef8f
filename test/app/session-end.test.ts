import { describe, expect, test } from 'vitest';
import { ATTEMPTS_PER_ACCOUNT } from '../../src/accounts/rules.ts';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { browserFor, cookieFrom, createTestApp } from '../helpers/app.ts';
import { seedOffice, seedPerson } from '../helpers/people.ts';

const PASSWORD = 'trời xanh mây trắng';
let hashed: Promise<string> | undefined;

async function desk() {
  const test = await createTestApp();
  const office = await seedOffice(test.deps);
  const person = await seedPerson(test.deps, office.branch, 'Vũ Văn Bàn');
  hashed ??= hashPassword(PASSWORD);
  await test.deps.store.db
    .updateTable('account')
    .set({ password: await hashed })
    .execute();
  return { ...test, person, own: await test.as(person) };
}

describe('the time a session has left', () => {
  test('is told without making it longer', async () => {
    const here = await desk();
    here.clock.forward(28);
    const told = { account: here.person.userName, ready: true, secondsLeft: 120, mayGoOn: true };
    expect(await (await here.own.get('/phien')).json()).toEqual(told);
    here.clock.forward(1);
    expect(await (await here.own.get('/phien')).json()).toEqual({ ...told, secondsLeft: 60 });
    here.clock.forward(2);
    const nobody = { account: null, ready: false, secondsLeft: 0, mayGoOn: false };
    expect(await (await here.own.get('/phien')).json()).toEqual(nobody);
    expect((await here.own.get('/danh-muc')).status).toBe(303);
  });

  test('is thirty minutes again after going on', async () => {
    const here = await desk();
    here.clock.forward(28);
    expect(await (await here.own.json('/phien/tiep', {})).json()).toMatchObject({ secondsLeft: 1800 });
    here.clock.forward(29);
    expect((await here.own.get('/danh-muc')).status).toBe(200);
  });

  test('cannot be more than twelve hours in all, and that is told', async () => {
    const here = await desk();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      here.clock.forward(20);
      await here.own.json('/phien/tiep', {});
    }
    here.clock.forward(19);
    const last = { secondsLeft: 60, mayGoOn: false };
    expect(await (await here.own.json('/phien/tiep', {})).json()).toMatchObject(last);
  });

  test('goes on for nobody who is not signed in, from no other site, and by no other kind of body', async () => {
    const here = await desk();
    expect((await browserFor(here.app, '').json('/phien/tiep', {})).status).toBe(401);
    expect((await here.own.json('/phien/tiep', {}, { origin: 'https://xau.example' })).status).toBe(403);
    expect((await here.own.json('/phien/tiep', {}, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await here.own.json('/co-chu', {})).status).toBe(415);
  });

  test('a password still to be chosen is told', async () => {
    const here = await desk();
    await here.deps.store.db.updateTable('session').set({ must_choose_password: 1 }).execute();
    expect(await (await here.own.get('/phien')).json()).toMatchObject({ ready: false });
  });
});

describe('signing in over a page', () => {
  const typed = (here: Awaited<ReturnType<typeof desk>>, mat_khau: string) => ({
    ten_dang_nhap: here.person.userName,
    mat_khau,
  });

  test('gives a session as the sign-in page does', async () => {
    const here = await desk();
    const answer = await browserFor(here.app, '').json('/phien/vao', typed(here, PASSWORD));
    expect(await answer.json()).toEqual({ next: 'in' });
    const state = await browserFor(here.app, cookieFrom(answer)).get('/phien');
    expect(await state.json()).toMatchObject({ account: here.person.userName, ready: true });
  });

  test('with a wrong password is refused in words, and limited like the page', async () => {
    const here = await desk();
    const nobody = browserFor(here.app, '');
    for (let attempt = 0; attempt < ATTEMPTS_PER_ACCOUNT; attempt += 1) {
      const answer = await nobody.json('/phien/vao', typed(here, 'đoán bừa'));
      expect(answer.status).toBe(422);
      expect(((await answer.json()) as { hint: string }).hint).toContain('chưa đúng');
    }
    expect((await nobody.json('/phien/vao', typed(here, PASSWORD))).status).toBe(429);
    expect((await nobody.json('/phien/vao', { ten_dang_nhap: 7 })).status).toBe(422);
  });
});
