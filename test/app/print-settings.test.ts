import { describe, expect, test } from 'vitest';
import { fakePdf, type Browser } from '../helpers/app.ts';
import { formOn, tableContents, wordsOn } from '../helpers/author.ts';
import { branchWorld, type BranchWorld, handIn, logged } from '../helpers/branch.ts';
import { type Person, seedPerson } from '../helpers/people.ts';

interface PrintWorld extends BranchWorld {
  clerk: Person;
  clerkBrowser: Browser;
  pdf: ReturnType<typeof fakePdf>;
}

async function printWorld(): Promise<PrintWorld> {
  const pdf = fakePdf();
  const world = await branchWorld({ pdf });
  const clerk = await seedPerson(world.deps, world.office.otherBranch, 'Văn Phòng', {
    roles: [{ unitId: world.office.committee, role: 'office' }],
  });
  return { ...world, clerk, clerkBrowser: await world.as(clerk), pdf };
}

function at(unitId: string): string {
  return `/quan-tri/to-chuc/${unitId}/in-an`;
}

/** Opens the form, changes some of it and saves; `off` takes ticks away. */
async function save(
  { clerkBrowser }: PrintWorld,
  unitId: string,
  changes: Record<string, string>,
  off: readonly string[] = [],
): Promise<Response> {
  const form = formOn(await (await clerkBrowser.get(at(unitId))).text());
  const kept = Object.entries({ chuc_danh: 'so', ...form, ...changes }).filter(([name]) => !off.includes(name));
  return clerkBrowser.post(at(unitId), Object.fromEntries(kept));
}

/** The paper as it was last sent to the print works. */
function lastSheet({ pdf }: PrintWorld): string {
  return pdf.printed.at(-1) ?? '';
}

async function printOwn(world: PrintWorld, id: string, path = 'ban-in.pdf'): Promise<string> {
  await world.browser.get(`/ban-kiem-diem/${id}/${path}`);
  return lastSheet(world);
}

const STAR = '<p class="star">*</p>';
const LABEL = '<p class="form-label">';

describe('the print settings of a unit', () => {
  test('are as today where nobody has set any', async () => {
    const world = await printWorld();
    const page = wordsOn(await (await world.clerkBrowser.get(at(world.office.branch))).text());
    expect(page).toContain('Chi bộ Số 1 chưa có thiết lập riêng: in theo cách thông thường.');
    const sheet = await printOwn(world, await handIn(world));
    expect(sheet).toContain(STAR);
    expect(sheet).toContain(LABEL);
    expect(sheet).not.toContain('Mã bản in:');
    expect(sheet).not.toContain('margin-left: 15mm');
    expect(wordsOn(sheet)).toMatch(/ĐẢNG ỦY PHƯỜNG THỬ NGHIỆM CHI BỘ SỐ 1 \* ĐẢNG CỘNG SẢN VIỆT NAM/);
  });

  test('hold for what is handed in and printed from then on; what is frozen stays as it was', async () => {
    const world = await printWorld();
    const before = await handIn(world);
    const frozen = await (await world.browser.get(`/ban-kiem-diem/${before}/ban-in.pdf`)).text();
    const answer = await save(
      world,
      world.office.branch,
      {
        ten_van_ban: 'Chi bộ Thử\nSố Một',
        cap_tren_van_ban: 'Đảng bộ phường\nThử Nghiệm',
        noi: 'Đông Anh',
        nhan_mau: 'off',
        hai_mat: '1',
        ky_thay_mat: 'branch',
        chuc_danh: 'PHÓ BÍ THƯ',
        nguoi_ky: 'Đào Thị Phó',
      },
      ['sao'],
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${at(world.office.branch)}?xong=luu`]);
    expect(await (await world.browser.get(`/ban-kiem-diem/${before}/ban-in.pdf`)).text()).toBe(frozen);

    const sheet = await world.as(world.deputy).then(async (browser) => {
      const id = await handIn(world, world.deputy);
      await browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
      return lastSheet(world);
    });
    expect(sheet).not.toContain(STAR);
    expect(sheet).not.toContain(LABEL);
    expect(sheet).toContain('@page :left { margin-left: 15mm; margin-right: 30mm; }');
    expect(sheet).toContain('<p class="superior">ĐẢNG BỘ PHƯỜNG</p>');
    expect(sheet).toContain('<p class="branch">SỐ MỘT</p>');
    expect(sheet).toContain('Đông Anh, ngày');
    expect(wordsOn(sheet)).toContain('T/M CHI BỘ PHÓ BÍ THƯ (Ký, ghi rõ họ tên) Đào Thị Phó');
    expect(await logged(world.deps, 'print-settings-changed')).toHaveLength(1);
  });

  test('reach the branch’s lists, too', async () => {
    const world = await printWorld();
    await save(world, world.office.branch, { ky_thay_mat: 'branch', nguoi_ky: 'Đào Thị Phó' }, ['sao']);
    await world.leader.get(`/chi-bo/${world.office.branch}/chua-nop.pdf`);
    expect(lastSheet(world)).not.toContain(STAR);
    expect(wordsOn(lastSheet(world))).toContain('T/M CHI BỘ BÍ THƯ Đào Thị Phó');
  });

  test('of the unit above hold where a unit has none; its own go before them, and can be given up again', async () => {
    const world = await printWorld();
    const { committee, branch } = world.office;
    await save(world, committee, { ma_chan: '1' }, ['sao']);
    const page = wordsOn(await (await world.clerkBrowser.get(at(branch))).text());
    expect(page).toContain('dấu sao, nhãn mẫu, lề và mã theo Đảng ủy phường Thử Nghiệm.');
    const sample = async () => {
      await world.clerkBrowser.get(`${at(branch)}/trang-mau.pdf`);
      return lastSheet(world);
    };
    expect(await sample()).not.toContain(STAR);
    expect(await sample()).toContain('Mã bản in: ACDE-FHJK-MNPQ-RTWX (mẫu)');
    await save(world, branch, { sao: '1' }, ['ma_chan']);
    expect(await sample()).toContain(STAR);
    expect(await sample()).not.toContain('Mã bản in:');
    expect((await world.clerkBrowser.post(`${at(branch)}/bo`, {})).headers.get('location')).toBe(
      `${at(branch)}?xong=bo`,
    );
    expect(await sample()).not.toContain(STAR);
    // A branch of another committee prints as ever.
    expect((await world.clerkBrowser.post(`${at(branch)}/bo`, {})).status).toBe(303);
  });

  test('with the code in the footer make another paper, frozen for itself with a code and a digest of its own', async () => {
    const world = await printWorld();
    const id = await handIn(world);
    await printOwn(world, id);
    await save(world, world.office.branch, { ma_chan: '1' });
    const coded = await printOwn(world, id);
    await save(world, world.office.branch, {}, ['ma_chan']);
    const papers = await world.deps.store.db
      .selectFrom('paper')
      .orderBy('variant')
      .select(['variant', 'code', 'sha256'])
      .execute();
    expect(papers.map(({ variant }) => variant)).toEqual(['plain', 'plain-code']);
    expect(new Set(papers.map(({ code }) => code)).size).toBe(2);
    expect(new Set(papers.map(({ sha256 }) => sha256)).size).toBe(2);
    const shown = /Mã bản in: ([A-Z0-9-]+)/.exec(coded)?.[1];
    expect(shown?.replaceAll('-', '')).toBe(papers[1]?.code);
    // By that very code the sheet is verified.
    const answer = wordsOn(await (await world.leader.post('/xac-minh/ma', { ma: shown ?? '' })).text());
    expect(answer).toContain('Bản in có mã ở chân trang');
    expect(answer).toContain('đồng chí Phạm Thị Tự Soi');
  });

  test.each([
    ['four lines of a name', { ten_van_ban: 'A\nB\nC\nD' }, 'nhiều nhất 3 dòng'],
    ['an unknown way', { nhan_mau: 'maybe' }, 'Đồng chí chọn một cách in nhãn mẫu.'],
    ['a letter that cannot be printed', { nguoi_ky: 'Nguyễn 👍' }, 'không in được trên giấy'],
  ])('are not saved with %s; what was typed stays', async (_, changes, sentence) => {
    const world = await printWorld();
    const before = await tableContents(world.deps.store);
    const answer = await save(world, world.office.branch, { noi: 'Đông Anh', ...changes });
    const html = await answer.text();
    expect([answer.status, wordsOn(html)]).toEqual([422, expect.stringContaining(sentence)]);
    expect(html).toContain('value="Đông Anh"');
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('that somebody else saved meanwhile are not overwritten unseen', async () => {
    const world = await printWorld();
    const { branch } = world.office;
    const stale = {
      chuc_danh: 'so',
      ...formOn(await (await world.clerkBrowser.get(at(branch))).text()),
      noi: 'Đông Anh',
    };
    await save(world, branch, { noi: 'Ba Vì' });
    const answer = await world.clerkBrowser.post(at(branch), stale);
    const html = await answer.text();
    expect([answer.status, wordsOn(html)]).toEqual([409, expect.stringContaining('Người khác vừa lưu')]);
    expect(html).toContain('value="Đông Anh"');
    expect(wordsOn(html)).toContain('Ba Vì, ngày');
    const again = await world.clerkBrowser.post(at(branch), { ...formOn(html), chuc_danh: 'so' });
    expect(again.status).toBe(303);
    expect(await (await world.clerkBrowser.get(at(branch))).text()).toContain('value="Đông Anh"');
  });

  test('are the office’s and the administrator’s for their own units, and nobody else’s', async () => {
    const world = await printWorld();
    const { branch, committee, foreignBranch, foreignCommittee } = world.office;
    const administrator = await seedPerson(world.deps, branch, 'Quản Trị', {
      roles: [{ unitId: committee, role: 'administrator' }],
    });
    const stranger = await seedPerson(world.deps, foreignBranch, 'Láng Giềng', {
      roles: [{ unitId: foreignCommittee, role: 'office' }],
    });
    const form = { chuc_danh: 'so', ...formOn(await (await world.clerkBrowser.get(at(branch))).text()) };
    const before = await tableContents(world.deps.store);
    for (const [person, status] of [
      [world.secretary, 403],
      [world.author, 403],
      [stranger, 404],
    ] as const) {
      const browser = await world.as(person);
      for (const path of ['', '/trang-mau.pdf']) expect((await browser.get(at(branch) + path)).status).toBe(status);
      for (const path of ['', '/bo']) expect((await browser.post(at(branch) + path, form)).status).toBe(status);
    }
    expect(await tableContents(world.deps.store)).toEqual(before);
    expect((await (await world.as(administrator)).post(at(branch), form)).status).toBe(303);
  });
});
