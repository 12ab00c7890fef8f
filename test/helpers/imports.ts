import { type Browser, ORIGIN } from './app.ts';
import { sendFile, sheetOf, workbook } from './files.ts';
import { formAt, officeWorld, type OfficeWorld } from './office.ts';

/** The wizard as somebody of the office walks it. */

type Bytes = Uint8Array<ArrayBuffer>;

export const HEAD = ['Họ và tên', 'Ngày sinh', 'Số thẻ đảng viên', 'Chi bộ'];
export const LIST = [
  HEAD,
  ['Lý Thị Hai', '19/05/1968', '0012345678', 'Chi bộ Số 1'],
  ['Đỗ Văn Ba', '1971', '', 'Số 2'],
  ['Phạm Thị Tư', '02/09/1960', '', 'Chi bộ Số 2'],
];
export const USUAL = { doi_tuong: 'no_post', chinh_thuc: '1' };

export function listOf(rows: readonly (readonly string[])[]): Bytes {
  return workbook({ sheet: sheetOf(rows) });
}

export interface Step {
  it: OfficeWorld;
  browser: Browser;
  /** The address of the import. */
  path: string;
}

/** Sends a file to a unit and follows to the second step. */
export async function uploaded(
  bytes: Bytes,
  more: { name?: string; unit?: keyof OfficeWorld['office']; it?: OfficeWorld } = {},
) {
  const it = more.it ?? (await officeWorld());
  const start = `/quan-tri/to-chuc/${it.office[more.unit ?? 'committee']}/nhap`;
  const answer = await sendFile(it, it.desk, start, { name: more.name ?? 'ds.xlsx', bytes });
  const location = answer.headers.get('location') ?? '';
  return { it, browser: it.desk, answer, start, path: location.replace(/\/cot$/, '') };
}

export async function matched({ browser, path }: Step, typed: Record<string, string> = {}): Promise<Response> {
  const form = await formAt(browser, `${path}/cot`, { ...USUAL, di: 'tiep', ...typed });
  return browser.post(`${path}/cot`, form);
}

/** To the preview and on: writes the list as it stands. */
export async function written(step: Step, typed: Record<string, string> = {}): Promise<Response> {
  await matched(step, typed);
  const form = await formAt(step.browser, `${step.path}/xem`, { di: 'ghi' });
  return step.browser.post(`${step.path}/xem`, form);
}

export async function imported(rows: readonly (readonly string[])[], it?: OfficeWorld) {
  const step = await uploaded(listOf(rows), it ? { it } : {});
  const answer = await written(step);
  if (answer.headers.get('location') !== step.path) throw new Error(`not imported: ${answer.status}`);
  return step;
}

export async function people({ db }: OfficeWorld) {
  return db
    .selectFrom('member')
    .innerJoin('account', 'account.member_id', 'member.id')
    .orderBy('member.id')
    .selectAll('member')
    .select(['account.user_name', 'account.password', 'account.id as account_id'])
    .execute();
}

export async function made(it: OfficeWorld) {
  return (await people(it)).filter(({ full_name: name }) => !/Quản Trị|Phòng$/.test(name));
}

export function postRaw({ it, browser }: Step, path: string, body: URLSearchParams): Promise<Response> {
  const headers = { host: new URL(ORIGIN).host, origin: ORIGIN, cookie: browser.cookie };
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return Promise.resolve(
    it.app.request(`${ORIGIN}${path}`, { method: 'POST', body: body.toString(), headers: { ...headers, ...type } }),
  );
}
