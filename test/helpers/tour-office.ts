import type { Page } from 'puppeteer';
import { follow, fillIn, press } from './browser.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';
import { type Author, authorsIn, type Tour, withRole } from './tour.ts';

/** The office's season: units, people, codes, and a list on its way into the register. */

export async function officeStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const administrator = { accountId: await withRole(deps, 'administrator') };
  const office = (name: string, visit: Visit) => stop(tour, 'văn phòng', name, administrator, visit);
  return [...(await unitStops(tour, office)), ...(await codeStops(tour, office)), ...(await importStops(tour, office))];
}

type OfficeStop = (name: string, visit: Visit) => Stop;

async function unitStops({ live }: Tour, office: OfficeStop): Promise<Stop[]> {
  const { db } = live.deps.store;
  const secretary = await db
    .selectFrom('role')
    .innerJoin('account', 'account.id', 'role.account_id')
    .innerJoin('member', 'member.id', 'account.member_id')
    .where('role.role', '=', 'secretary')
    .select(['member.id', 'member.unit_id'])
    .executeTakeFirstOrThrow();
  const [draft] = (await authorsIn(live.deps, 'draft')) as [Author];
  const account = await db
    .selectFrom('account')
    .where('id', '=', draft.accountId)
    .selectAll()
    .executeTakeFirstOrThrow();
  const administrator = await db
    .selectFrom('account')
    .where('id', '=', await withRole(live.deps, 'administrator'))
    .select('member_id')
    .executeTakeFirstOrThrow();
  const unit = `/quan-tri/to-chuc/${secretary.unit_id}`;
  const person = `/quan-tri/dang-vien/${secretary.id}`;
  const author = `/quan-tri/dang-vien/${account.member_id ?? ''}`;
  return [
    office('sửa tổ chức', (_, go) => go(`${unit}/sua`)),
    office('sửa tổ chức, có lỗi', async (page) => {
      await clear(page, '#o-ten');
      await follow(page, 'main button.button--primary');
    }),
    office('một đảng viên, có nhiệm vụ', (_, go) => go(person)),
    office('một đảng viên, chưa chọn nhiệm vụ', (page) => follow(page, 'form[action$="/giao"] button')),
    ...(administrator.member_id
      ? [office('trang của chính mình', (_, go) => go(`/quan-tri/dang-vien/${administrator.member_id ?? ''}`))]
      : []),
    office('sửa hồ sơ', (_, go) => go(`${person}/sua`)),
    office('sửa hồ sơ, hai người cùng sửa', async (page, go) => {
      await go(`${person}/sua`);
      await db
        .updateTable('member')
        .set((row) => ({ version: row('version', '+', 1), workplace: 'Trung tâm Phục vụ hành chính công' }))
        .where('id', '=', secretary.id)
        .execute();
      await fillIn(page, '#o-don_vi', ' (mới)');
      await follow(page, 'main button.button--primary');
    }),
    office('chuyển chi bộ', (_, go) => go(`${author}/chuyen`)),
    office('chuyển chi bộ, có lỗi', (page) => follow(page, 'main button.button--primary')),
    office('chuyển chi bộ, xem trước', async (page) => {
      const branch = await page.$eval('#o-den option:nth-child(2)', (option) => (option as HTMLOptionElement).value);
      await page.select('#o-den', branch);
      await fillIn(page, '#o-ngay', '20/11/2026');
      await fillIn(page, '#o-ly_do', 'Chuyển nơi ở sang phường bên.');
      await follow(page, 'main button.button--primary');
    }),
  ];
}

async function codeStops(tour: Tour, office: OfficeStop): Promise<Stop[]> {
  const { deps } = tour.live;
  const [draft] = (await authorsIn(deps, 'draft')) as [Author];
  const author = await deps.store.db
    .selectFrom('account')
    .innerJoin('member', 'member.id', 'account.member_id')
    .where('account.id', '=', draft.accountId)
    .select(['member.id', 'member.unit_id'])
    .executeTakeFirstOrThrow();
  const leader = await deps.store.db
    .selectFrom('role')
    .where('unit_id', '=', author.unit_id)
    .where('role', 'in', ['secretary', 'deputy'])
    .where('account_id', '!=', draft.accountId)
    .select('account_id')
    .executeTakeFirstOrThrow();
  const lead = (name: string, visit: Visit) => stop(tour, 'bí thư', name, { accountId: leader.account_id }, visit);
  const requests = `/chi-bo/${author.unit_id}/cap-ma`;
  return [
    office('phiếu của một chi bộ', (_, go) => go(`/quan-tri/to-chuc/${author.unit_id}/phieu`)),
    office('phiếu, chưa chọn ai', async (page) => {
      await page.$$eval('input[name="chon"]', (boxes) => boxes.forEach((box) => (box.checked = false)));
      await follow(page, 'main button.button--primary');
    }),
    office('đề nghị cấp mã', async (page, go) => {
      await go(`/quan-tri/dang-vien/${author.id}`);
      await page.$$eval('main details', (all) => all.forEach((each) => (each.open = true)));
      await follow(page, 'form[action$="/ma-moi"] button');
    }),
    lead('các đề nghị cấp mã', (_, go) => go(requests)),
    lead('xác nhận cấp mã', (page) => follow(page, '.task a')),
    lead('vừa xác nhận cấp mã', (page) => follow(page, 'form[action$="/dong-y"] button')),
    office('tổng quan, có mã chờ nhận', (_, go) => go('/quan-tri')),
    office('nhận mã đã xác nhận', (page) => follow(page, 'a[href*="/cap-ma/"]')),
  ];
}

/** A list with what lists have: a title, doubles, mistakes. */
function list(branch: string): string {
  const rows = [
    'DANH SÁCH ĐẢNG VIÊN',
    'Stt;Họ và tên;Ngày sinh;Số thẻ đảng viên;Chi bộ;Chức vụ',
    ...Array.from(
      { length: 24 },
      (_, at) =>
        `${at + 1};NGUYỄN THỊ MẪU ${'ABCDEFGHIKLMNOPQRSTUVXYĐ'[at] ?? ''};0${(at % 9) + 1}/0${(at % 9) + 1}/19${50 + at};00${12_345_600 + at};${branch};Giáo viên`,
    ),
    `25;Nguyễn Thị Mẫu A;01/01/1950;;${branch};`,
    `26;=HYPERLINK("http://x.example");1960;;${branch};`,
    `27;Trần Văn Sai;31/02/1960;123;Chi bộ không có;`,
  ];
  return rows.join('\n');
}

/** Puts a file into the form as if it had been chosen, without one on the disk. */
async function choose(page: Page, name: string, text: string): Promise<void> {
  await page.$eval(
    '#o-tep',
    (input, file, content) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([content], file));
      (input as HTMLInputElement).files = chosen.files;
    },
    name,
    text,
  );
}

async function importStops({ live }: Tour, office: OfficeStop): Promise<Stop[]> {
  const units = await live.deps.store.db.selectFrom('unit').selectAll().execute();
  // The base committee: the one above it is nobody's to keep in order here.
  const committee = units.find(({ kind, parent_id }) => kind === 'committee' && parent_id !== null);
  const branch = units.find(({ kind }) => kind === 'branch')?.name ?? '';
  const start = `/quan-tri/to-chuc/${committee?.id ?? ''}/nhap`;
  return [
    office('nhập: chọn tệp', (_, go) => go(start)),
    office('nhập: tệp không đọc được', async (page) => {
      await choose(page, 'anh.xlsx', 'không phải tệp Excel');
      await follow(page, 'main button.button--primary');
    }),
    office('nhập: ghép cột', async (page) => {
      await choose(page, 'danh sách 2026.csv', list(branch));
      await follow(page, 'main button.button--primary');
    }),
    office('nhập: ghép cột, có lỗi', async (page) => {
      await page.select('#o-cot1', 'khong');
      await follow(page, 'main button.button--primary');
    }),
    office('nhập: xem trước', async (page) => {
      await page.select('#o-cot1', 'name');
      await press(page, 'input[name="doi_tuong"][value="no_post"]');
      await press(page, 'input[name="chinh_thuc"][value="1"]');
      await follow(page, 'button[value="tiep"]');
    }),
    office('nhập: chọn tệp, đang dở', (_, go) => go(start)),
    office('nhập: kết quả', async (page) => {
      await follow(page, '.task a');
      await follow(page, 'button[value="ghi"]');
    }),
    office('nhập: hoàn tác', (page) => follow(page, 'a[href$="/hoan-tac"]')),
    office('nhập: đã hoàn tác', (page) => follow(page, 'main button.button--primary')),
    office('nhập: phông cũ', async (page, go) => {
      await go(start);
      await choose(
        page,
        'phong cu.csv',
        'Hä vµ tªn;N¨m sinh\nNguyÔn V¨n Hoµ;1960\nLý ThÞ ThuËn;1970\nTrÇn §×nh Dòng;1955',
      );
      await follow(page, 'main button.button--primary');
    }),
  ];
}

async function clear(page: Page, selector: string): Promise<void> {
  await page.$eval(selector, (element) => ((element as HTMLInputElement).value = ''));
}
