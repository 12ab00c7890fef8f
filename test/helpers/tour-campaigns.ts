import { signsOf } from '../../src/catalogues/rules.ts';
import { editionOrThrow } from '../../src/catalogues/queries.ts';
import { fillIn, follow, press } from './browser.ts';
import { seedCriteria, seedExemption, seedSuggestion } from './season.ts';
import type { Tour } from './tour.ts';
import { type Stop, stop } from './tour-stops.ts';

/** The committee's office prepares a campaign: collation, settings, criteria, people, places of residence. */
export async function campaignStops(tour: Tour): Promise<Stop[]> {
  const { server, administrator, member, newAdministrator, reviews, preparing } = tour.real;
  const { deps } = server;
  const { db } = deps.store;
  const campaign = `/quan-tri/dot/${preparing}`;
  const collation = `/quan-tri/danh-muc/b/doi-chieu`;
  const branch = member.unitId;
  const { campaign_id: open } = await db
    .selectFrom('review')
    .where('id', '=', reviews.member)
    .select('campaign_id')
    .executeTakeFirstOrThrow();
  const { unit_id: committee } = await db
    .selectFrom('campaign')
    .where('id', '=', open)
    .select('unit_id')
    .executeTakeFirstOrThrow();
  const office = (name: string, visit: Parameters<typeof stop>[4]) =>
    stop(tour, 'văn phòng', name, { server, accountId: administrator.accountId }, visit);
  const author = (name: string, visit: Parameters<typeof stop>[4]) =>
    stop(tour, 'đảng viên', name, { server, accountId: member.accountId }, visit);
  return [
    office('đối chiếu, dán văn bản', (_, go) => go(`${collation}?dot=${preparing}`)),
    office('đối chiếu, thiếu số', async (page, go) => {
      await go(collation);
      await fillIn(page, '#o-van_ban', '1. Một.\n3. Ba.\n3. Ba.');
      await follow(page, 'main button.button--primary');
    }),
    office('đối chiếu, hai bên cạnh nhau', async (page, go) => {
      await go(`${collation}?dot=${preparing}`);
      await page.$eval(
        '#o-van_ban',
        (field, text) => ((field as HTMLTextAreaElement).value = text),
        await directive(tour),
      );
      await follow(page, 'main button.button--primary');
    }),
    office('đối chiếu, chưa đánh dấu', async (page) => {
      await page.$eval('details.again', (each) => ((each as HTMLDetailsElement).open = true));
      await follow(page, 'main button[value="luu"]');
    }),
    office('đợt đang chuẩn bị, vừa đối chiếu', async (page) => {
      await fillIn(page, '#o-nhom_3', 'Sợ sai, sợ trách nhiệm (chép từ văn bản gốc)');
      await press(page, '#o-dong_y');
      await press(page, '#o-dung_tung_chu');
      await follow(page, 'main button[value="luu"]');
    }),
    office('danh mục đã đối chiếu', (_, go) => go('/danh-muc/b-25-doi-chieu-2')),
    office('sửa ngày, danh mục, biểu mẫu', (_, go) => go(`${campaign}/sua`)),
    office('thiết lập', (_, go) => go(`${campaign}/thiet-lap`)),
    office('thiết lập, có lỗi', async (page) => {
      await press(page, 'input[name="ty_le"][value="25"]');
      await fillIn(page, '#o-hop_phan', '9');
      await follow(page, 'main button.button--primary');
    }),
    office('lập bộ tiêu chí', (_, go) => go('/quan-tri/tieu-chi/moi')),
    office('lập bộ tiêu chí, chưa đủ 30', async (page) => {
      await fillIn(page, '#o-ten', 'Bộ tiêu chí chung của phường');
      await fillIn(page, '#o-chung', 'Tư tưởng chính trị: 10\nĐạo đức, lối sống: 12,5\nTổ chức kỷ luật: 5');
      await fillIn(page, '#o-ket_qua', 'Khối lượng, tiến độ nhiệm vụ: 40\nChất lượng, sản phẩm: 30');
      await follow(page, 'main button.button--primary');
    }),
    office('bộ tiêu chí, xem trước', async (page) => {
      await fillIn(page, '#o-chung', 'Tác phong, lề lối làm việc: 2,5\n');
      await follow(page, 'main button.button--primary');
    }),
    office('bộ tiêu chí', (page) => follow(page, 'main button[value="luu"]')),
    office('các bộ tiêu chí', (_, go) => go('/quan-tri/tieu-chi')),
    office('miễn kiểm điểm', (_, go) => go(`${campaign}/mien`)),
    office('miễn kiểm điểm, tìm', (_, go) => go(`${campaign}/mien?tim=le+van`)),
    office('miễn kiểm điểm, có lỗi', async (page) => {
      await follow(page, '.task__name a');
      await follow(page, 'main button.button--primary');
    }),
    office('miễn kiểm điểm, đã ghi', async (page) => {
      await press(page, 'input[name="loai"][value="elsewhere"]');
      await fillIn(page, '#o-ly_do', 'Học tập trung tại thành phố khác đến tháng 6/2027.');
      await follow(page, 'main button.button--primary');
    }),
    office('gợi ý kiểm điểm, cho một đồng chí', (_, go) => go(`${campaign}/goi-y?dong-chi=${member.memberId}`)),
    office('gợi ý kiểm điểm, đã ghi', async (_, go) => {
      await seedSuggestion(deps, preparing, { member, by: administrator });
      await seedSuggestion(deps, preparing, { unit: branch, by: administrator });
      return go(`${campaign}/goi-y`);
    }),
    office('nơi cư trú, các chi bộ', (_, go) => go(`${campaign}/cu-tru`)),
    office('nơi cư trú, một chi bộ', (_, go) => go(`${campaign}/cu-tru?chi-bo=${branch}&chon=chua-gui`)),
    office('nơi cư trú, có lỗi', async (page, go) => {
      await go(`${campaign}/cu-tru?chi-bo=${branch}`);
      await follow(page, 'main button[value="gui"]');
    }),
    office('đợt đang mở, kết thúc', async (page, go) => {
      await go(`/quan-tri/dot/${open}`);
      await page.$$eval('main details', (all) => all.forEach((each) => (each.open = true)));
    }),
    office('đổi hạn nộp', (_, go) => go(`/quan-tri/dot/${open}/han-nop`)),
    author('được gợi ý kiểm điểm', async (_, go) => {
      await seedSuggestion(deps, open, { member, by: administrator });
      const criteria = { no_post: await seedCriteria(deps, committee, { name: 'Bộ tiêu chí phường' }) };
      const settings = JSON.stringify({ criteria });
      await db.updateTable('campaign').set({ settings }).where('id', '=', open).execute();
      return go('/');
    }),
    author('mục IV, vấn đề được gợi ý', (_, go) => go(`/ban-kiem-diem/${reviews.member}/ghi/muc-iv`)),
    author('tự đánh giá theo bộ tiêu chí', (_, go) => go(`/ban-kiem-diem/${reviews.member}/ghi/tu-danh-gia`)),
    stop(tour, 'đảng viên', 'được miễn', { server, accountId: newAdministrator.accountId }, async (_, go) => {
      await seedExemption(deps, open, newAdministrator, 'excused');
      return go('/');
    }),
    author('được miễn khi đang soạn', async (_, go) => {
      await seedExemption(deps, open, member, 'suspended');
      return go('/');
    }),
  ];
}

/** Ours with a word changed in most of the signs, as if it were the document. */
async function directive(tour: Tour): Promise<string> {
  const present = await editionOrThrow(tour.real.server.deps.store.db, 'b-25-v1');
  const lines = signsOf(present).map(({ no, text }) => {
    const words = no % 4 === 0 ? text : text.replace(/^(\S+ \S+)/u, '$1, theo văn bản gốc,').replace(/ hoặc /u, ' và ');
    return `${no}. ${words}`;
  });
  return ['PHỤ LỤC', '(kèm theo Chỉ thị)', ...lines].join('\n');
}

/** A branch's secretary notes what has come. */
export async function residenceStop(tour: Tour): Promise<Stop> {
  const { db } = tour.live.deps.store;
  const { account_id: accountId, unit_id: unit } = await db
    .selectFrom('role')
    .where('role', '=', 'secretary')
    .selectAll()
    .executeTakeFirstOrThrow();
  return stop(tour, 'chi ủy', 'nơi cư trú', { accountId }, (_, go) => go(`/chi-bo/${unit}/cu-tru`));
}
