import { describe, expect, test } from 'vitest';
import { assistedWorld, openFor } from '../helpers/assisted.ts';
import { actionsLogged, begin, tableContents, wordsOn } from '../helpers/author.ts';
import { type Person, seedPerson } from '../helpers/people.ts';

async function leader() {
  const world = await assistedWorld();
  await begin(world);
  const roles = [{ unitId: world.office.branch, role: 'secretary' as const }];
  const secretary = await seedPerson(world.deps, world.office.branch, 'Hoàng Thị Bí Thư', { roles });
  const path = `/chi-bo/${world.office.branch}/nhap-giup`;
  const desk = await world.as(secretary);
  return { ...world, secretary, desk, path, print: (who: Person) => desk.post(path, { nguoi: who.memberId }) };
}

type Leader = Awaited<ReturnType<typeof leader>>;

/** The codes on the sheet printed last, as the elder reads them. */
function codesOn({ deps }: Leader): string[] {
  const printed = (deps.pdf as unknown as { printed: string[] }).printed.at(-1) ?? '';
  return printed.match(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/g) ?? [];
}

async function codes({ deps }: Leader) {
  return deps.store.db.selectFrom('one_time_code').where('purpose', '=', 'assisted_entry').selectAll().execute();
}

describe('a sheet of codes', () => {
  test('is offered for everybody of the branch but oneself, by name', async () => {
    const here = await leader();
    const html = await (await here.desk.get(here.path)).text();
    expect(html).toContain('Phạm Thị Tự Soi</option>');
    expect(html).not.toContain('Hoàng Thị Bí Thư</option>');
    expect(wordsOn(html)).toContain('Người in phiếu không dùng phiếu ấy để nhập giúp');
  });

  test('is a paper with four codes; the database keeps their hashes, and who printed it', async () => {
    const here = await leader();
    const answer = await here.print(here.author);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(codesOn(here)).toHaveLength(4);
    const kept = await codes(here);
    expect(kept.map(({ made_by, used_at }) => [made_by, used_at])).toEqual(
      Array(4).fill([here.secretary.accountId, null]),
    );
    expect(JSON.stringify(await tableContents(here.deps.store, []))).not.toContain(codesOn(here)[0]);
    expect(await actionsLogged(here.deps)).toContain('code-made');
  });

  test('opens as many sittings as it has codes, by another’s hand than his who printed it', async () => {
    const here = await leader();
    await here.print(here.author);
    const [first = '', , , last = ''] = codesOn(here);
    expect((await openFor(await here.as(here.secretary), here.author, first)).status).toBe(409);
    expect((await openFor(await here.as(here.helper), here.author, first)).status).toBe(303);
    expect((await openFor(await here.as(here.helper), here.author, last)).status).toBe(303);
    expect((await openFor(await here.as(here.helper), here.author, last)).status).toBe(422);
  });

  test('is worth nothing after a new one, after 30 days, or for another person', async () => {
    const here = await leader();
    await here.print(here.author);
    const [old = ''] = codesOn(here);
    await here.print(here.author);
    const [fresh = ''] = codesOn(here);
    const try_ = async (code: string, author = here.author) =>
      (await openFor(await here.as(here.helper), author, code)).status;
    expect(await try_(old)).toBe(422);
    const other = await seedPerson(here.deps, here.office.branch, 'Vũ Văn Khác');
    expect(await try_(fresh, other)).toBe(422);
    here.clock.forward(30 * 24 * 60 + 1);
    expect(await try_(fresh)).toBe(422);
  });

  test('is told to its owner where he looks first, and he takes it back', async () => {
    const here = await leader();
    await here.print(here.author);
    const own = await here.as(here.author);
    const home = (await own.get('/')).headers.get('location') ?? '';
    const told = 'Phiếu nhập giúp: Đồng chí Hoàng Thị Bí Thư in lúc 10:00:00 ngày 22/11/2026, còn 4 mã';
    expect(wordsOn(await (await own.get(home)).text())).toContain(told);
    expect(wordsOn(await (await own.get('/tai-khoan')).text())).toContain(told);
    expect((await own.post('/tai-khoan/phieu-nhap-giup/huy', {})).headers.get('location')).toBe('/tai-khoan');
    expect(wordsOn(await (await own.get('/tai-khoan')).text())).not.toContain('Phiếu nhập giúp');
    expect((await openFor(await here.as(here.helper), here.author, codesOn(here)[0] ?? '')).status).toBe(422);
    expect(await actionsLogged(here.deps)).toContain('code-dropped');
  });

  test('taken back by somebody else stays', async () => {
    const here = await leader();
    await here.print(here.author);
    await (await here.as(here.helper)).post('/tai-khoan/phieu-nhap-giup/huy', {});
    expect(await codes(here)).toHaveLength(4);
  });

  test.each<[string, (here: Leader) => string]>([
    ['oneself', (here) => here.secretary.memberId],
    ['nobody', () => ''],
    ['somebody of another branch', (here) => here.office.otherBranch],
  ])('for %s is not printed', async (_, whom) => {
    const here = await leader();
    const answer = await here.desk.post(here.path, { nguoi: whom(here) });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('href="#o-nguoi"');
    expect(await codes(here)).toEqual([]);
  });

  test('for a locked account, or where nothing can be printed, makes no code', async () => {
    const here = await leader();
    await here.print(here.author);
    const [kept = ''] = codesOn(here);
    here.deps.pdf.render = () => Promise.reject(new Error('no browser'));
    expect((await here.print(here.author)).status).toBe(500);
    expect((await openFor(await here.as(here.helper), here.author, kept)).status).toBe(303);
    const account = here.deps.store.db.updateTable('account').where('id', '=', here.author.accountId);
    await account.set({ disabled: 1 }).execute();
    expect((await here.print(here.author)).status).toBe(422);
  });
});
