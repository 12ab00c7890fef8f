import type { Page } from 'puppeteer';
import { fillIn, follow, type LiveSite, press, textOf } from './browser.ts';
import { firstAdministratorLink } from '../../src/accounts/first-administrator.ts';

/** What an administrator does in a browser before the first member can begin, step by step as he would. */

export interface SlipRead {
  userName: string;
  code: string;
}

/** Opens the link that `npm start` prints and makes the committee and its administrator. */
export async function makeFirstAdministrator(page: Page, live: LiveSite): Promise<void> {
  const link = await firstAdministratorLink(live.deps);
  if (!link) throw new Error('there is an administrator already');
  await page.goto(link);
  await fillIn(page, '#o-to_chuc', 'Đảng ủy phường Thử Nghiệm');
  await fillIn(page, '#o-ho_ten', 'Trần Văn Quản Trị');
  await fillIn(page, '#o-ten_dang_nhap', 'quan.tri');
  await fillIn(page, '#o-mat_khau_moi', 'mùa thu Hà Nội 2026');
  await fillIn(page, '#o-nhap_lai', 'mùa thu Hà Nội 2026');
  await follow(page, 'main button.button--primary');
  if (page.url().endsWith('/thong-bao')) await readNotice(page);
}

export async function readNotice(page: Page): Promise<void> {
  await press(page, '#o-da_doc');
  await follow(page, 'main button.button--primary');
}

export async function makeBranch(page: Page, live: LiveSite, name: string): Promise<void> {
  await page.goto(`${live.origin}/quan-tri/to-chuc/moi`);
  await press(page, 'input[name="loai"][value="branch"]');
  await fillIn(page, '#o-ten', name);
  await press(page, '#o-co_chi_uy');
  await follow(page, 'main button.button--primary');
}

/** From the branch's page to the slip, the only place where the one-time code ever stands. */
export async function makeMember(page: Page, fullName: string): Promise<SlipRead> {
  await follow(page, 'a[href^="/quan-tri/dang-vien/moi"]');
  await fillIn(page, '#o-ho_ten', fullName);
  await fillIn(page, '#o-ngay_sinh', '02/09/1958');
  await fillIn(page, '#o-don_vi', 'Tổ dân phố số 12, phường Thử Nghiệm');
  await press(page, 'input[name="doi_tuong"][value="no_post"]');
  await press(page, 'input[name="chinh_thuc"][value="1"]');
  await follow(page, 'main button.button--primary');
  const values = await page.$$eval('dl.kv dd', (all) => all.map((each) => each.textContent?.trim() ?? ''));
  return { userName: values[1] ?? '', code: values[2] ?? '' };
}

/** Makes this year's campaign with what the form offers, and opens it. A real one needs the cấp ủy's text. */
export async function openCampaign(page: Page, live: LiveSite): Promise<void> {
  await page.goto(`${live.origin}/quan-tri/dot/moi`);
  await fillIn(page, '#o-han_nop', `20/12/${new Date(live.deps.now().getTime() + 7 * 3_600_000).getUTCFullYear()}`);
  await follow(page, 'main button.button--primary');
  if (!live.deps.rehearsal) {
    await fillIn(page, '#o-so_van_ban_mang', '15-CV/ĐU');
    await fillIn(page, '#o-ngay_van_ban_mang', '01/10/2026');
  }
  await follow(page, 'form[action$="/mo"] button.button--primary');
  const state = await textOf(page, 'main .status');
  if (state !== 'Đang mở') throw new Error(`the campaign is not open but: ${state}`);
}

/** With the code from the slip, then a password of one's own, then the notice. */
export async function signInFirst(page: Page, live: LiveSite, slip: SlipRead, password: string): Promise<void> {
  await signIn(page, live, slip.userName, slip.code);
  await fillIn(page, '#o-mat_khau_moi', password);
  await fillIn(page, '#o-nhap_lai', password);
  await follow(page, 'main button.button--primary');
  await readNotice(page);
}

export async function signIn(page: Page, live: LiveSite, userName: string, secret: string): Promise<void> {
  await page.goto(`${live.origin}/dang-nhap`);
  await fillIn(page, '#o-ten_dang_nhap', userName);
  await fillIn(page, '#o-mat_khau', secret);
  await follow(page, 'main button.button--primary');
}
