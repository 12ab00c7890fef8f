import type { Page } from 'puppeteer';
import { oneTimeCodes } from '../../src/accounts/statements.ts';
import { newTotpSecret } from '../../src/accounts/totp.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findMember } from '../../src/units/queries.ts';
import { fillIn, follow, press } from './browser.ts';
import { seedPerson } from './people.ts';
import { completeReview } from './reviews.ts';
import { actorFor, type Tour } from './tour.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';

/** Somebody types for a member who cannot, from the sheet of codes to the page that says it is handed in. */
export async function assistanceStops(tour: Tour): Promise<Stop[]> {
  const { server, member, administrator } = tour.real;
  const { deps } = server;
  const { unitId } = member;
  const elder = await seedPerson(deps, unitId, 'Trịnh Văn Cao Tuổi', { birthDate: '1938' });
  const helper = await seedPerson(deps, unitId, 'Lưu Thị Nhập Giúp');
  const secretary = await seedPerson(deps, unitId, 'Đinh Văn Bí Thư', { roles: [{ unitId, role: 'secretary' }] });
  const { campaign_id: campaignId } = await deps.store.db
    .selectFrom('review')
    .where('id', '=', tour.real.reviews.member)
    .select('campaign_id')
    .executeTakeFirstOrThrow();
  const campaign = await findCampaign(deps.store.db, campaignId);
  const row = await findMember(deps.store.db, elder.memberId);
  if (!campaign || !row) throw new Error('the office lost its campaign or member');
  const reviewId = await beginReview(deps, actorFor(elder.accountId), campaign, row);
  await completeReview(deps, actorFor(elder.accountId), reviewId);
  const made = {
    purpose: 'assisted_entry',
    accountId: elder.accountId,
    minutes: 60,
    madeBy: secretary.accountId,
  } as const;
  const { secrets, statements } = oneTimeCodes(deps, made, 3);
  await deps.store.atomic(statements);
  const path = `/ban-kiem-diem/${reviewId}`;
  const at = (who: string, person: { accountId: string }) => (name: string, visit: Visit) =>
    stop(tour, who, name, { server, accountId: person.accountId }, visit);
  const [leads, types, author] = [at('bí thư', secretary), at('người nhập giúp', helper), at('người được giúp', elder)];
  const open = async (page: Page, secret: string) => {
    await fillIn(page, '#o-ten_dang_nhap', elder.userName);
    await fillIn(page, '#o-mat_khau', secret);
    await follow(page, 'main button.button--primary');
  };
  return [
    leads('phiếu nhập giúp', (_, go) => go(`/chi-bo/${unitId}/nhap-giup`)),
    leads('phiếu nhập giúp, chưa chọn', (page) => follow(page, 'main button.button--primary')),
    author('tài khoản, có phiếu nhập giúp', (_, go) => go('/tai-khoan')),
    at('quản trị', administrator)('nhập giúp, không được', (_, go) => go('/nhap-giup')),
    types('nhập giúp', (_, go) => go('/nhap-giup')),
    types('nhập giúp, sai mã', async (page) => {
      await press(page, '#o-giu_kin');
      await open(page, 'không phải');
    }),
    types('nhập giúp, mã xác nhận', async (page, go) => {
      await deps.store.db
        .insertInto('second_factor')
        .values({
          account_id: elder.accountId,
          secret: newTotpSecret(),
          last_step: 0,
          enabled_at: deps.now().toISOString(),
        })
        .execute();
      await go('/nhap-giup');
      await press(page, '#o-giu_kin');
      await open(page, secrets[2] ?? '');
    }),
    types('nhập giúp, sai mã xác nhận', async (page) => {
      await fillIn(page, '#o-ma', '000000');
      await follow(page, 'main button.button--primary');
    }),
    types('trang chính, đang nhập giúp', async (page, go) => {
      await deps.store.db.deleteFrom('second_factor').where('account_id', '=', elder.accountId).execute();
      await go('/nhap-giup');
      await press(page, '#o-giu_kin');
      await open(page, secrets[0] ?? '');
    }),
    types('mục I, đang nhập giúp', (_, go) => go(`${path}/ghi/muc-i`)),
    types('kiểm tra, đang nhập giúp', (_, go) => go(`${path}/kiem-tra`)),
    types('trang đóng khi nhập giúp', (_, go) => go('/cac-nam')),
    author('tài khoản, đang có người nhập giúp', (_, go) => go('/tai-khoan')),
    types('đọc lại bằng chữ lớn', (_, go) => go(`${path}/doc-lai`)),
    types('đọc lại, chưa đánh dấu', (page) => follow(page, '#ky-nop button')),
    types('đã nộp, đã đóng', async (page) => {
      await press(page, '#o-da_ky');
      await follow(page, '#ky-nop button');
    }),
    author('các năm, ai đã nhập giúp', (_, go) => go('/cac-nam')),
    author('đọc bản đã được nhập giúp', (_, go) => go(path)),
  ];
}
