import type { RoleName } from '../../db/schema.ts';
import { formatDateTime } from '../views/formats.ts';
import type { Help } from './queries.ts';

/**
 * Who may type for whom. The author proves himself by his own secret; these rules say with whom, and for what.
 * Whoever hands out the ways into accounts (administrators, the committee's office) types for nobody: else one person
 * alone could open a draft that is its author's.
 */

export type HelpRefusal =
  | 'no-branch'
  | 'hands-out-codes'
  | 'own-account'
  | 'other-branch'
  | 'own-code'
  | 'no-member'
  | 'nothing-open'
  | 'handed-in';

export interface Helper {
  accountId: string;
  /** The branch he belongs to; null for an account that is nobody's. */
  unitId: string | null;
  roles: readonly { unitId: string; role: RoleName }[];
}

export interface Helped {
  accountId: string;
  /** null: an account without a member has no review. */
  unitId: string | null;
}

/** What stands in the way before anybody is named; null: he may help in his branch. */
export function helperRefusal(helper: Helper): HelpRefusal | null {
  if (helper.roles.some(({ role }) => HANDS_OUT_CODES.includes(role))) return 'hands-out-codes';
  return branchesOf(helper).length === 0 ? 'no-branch' : null;
}

/** `madeBy` printed the code on the sheet, where it was one. */
export function refusalBetween(helper: Helper, author: Helped, madeBy: string | null): HelpRefusal | null {
  const alone = helperRefusal(helper);
  if (alone) return alone;
  if (helper.accountId === author.accountId) return 'own-account';
  if (author.unitId === null) return 'no-member';
  if (!branchesOf(helper).includes(author.unitId)) return 'other-branch';
  return madeBy === helper.accountId ? 'own-code' : null;
}

const HANDS_OUT_CODES: readonly RoleName[] = ['administrator', 'office'];
const SITS_IN_CHI_UY: readonly RoleName[] = ['secretary', 'deputy', 'committee_member'];

function branchesOf(helper: Helper): string[] {
  const led = helper.roles.filter(({ role }) => SITS_IN_CHI_UY.includes(role)).map(({ unitId }) => unitId);
  return [...(helper.unitId ? [helper.unitId] : []), ...led];
}

/** What happened and what to do next, said to the two who sit before the screen. */
export const HELP_REFUSALS: Record<HelpRefusal, string> = {
  'no-branch': 'Tài khoản này không thuộc chi bộ nào nên không nhập giúp được.',
  'hands-out-codes':
    'Đồng chí giữ việc cấp mã đăng nhập (quản trị hoặc văn phòng đảng ủy) nên không nhập giúp: để không một người nào tự mở được bản của người khác. Xin nhờ một đồng chí khác trong chi bộ.',
  'own-account': 'Đây là tài khoản của chính đồng chí. Đồng chí tự viết ở trang chính, không cần nhập giúp.',
  'other-branch':
    'Hai đồng chí không cùng chi bộ nên không nhập giúp được. Xin nhờ một đồng chí trong chi bộ của đồng chí ấy.',
  'own-code':
    'Phiếu này do chính đồng chí in, nên đồng chí không dùng nó để nhập giúp. Xin nhờ một đồng chí khác, hoặc dùng phiếu do người khác in.',
  'no-member': 'Tài khoản này không gắn với hồ sơ đảng viên nào nên không có bản kiểm điểm.',
  'nothing-open':
    'Hiện chưa có đợt kiểm điểm nào đang mở cho đồng chí ấy. Khi đảng ủy mở đợt, hai đồng chí trở lại đây.',
  'handed-in':
    'Bản kiểm điểm của đồng chí ấy đã nộp nên không nhập thêm được. Nếu chi ủy đề nghị bổ sung, hai đồng chí trở lại đây.',
};

/** One sitting in a line, for the author, and for who may read what was handed in. */
export function helpInWords(help: Help): string {
  const from = `Đồng chí ${help.helperName}, từ ${formatDateTime(help.begunAt)}`;
  const until = help.endedAt ? ` đến ${formatDateTime(help.endedAt)}` : '';
  const typed = help.changedAt || !help.endedAt ? '' : '; không ghi gì';
  return `${from}${until}${typed}${help.signedOnPaperAt ? '; đã đọc lại, ký bản giấy và nộp' : ''}`;
}

/** Who typed in what was handed in, out of its frozen record, for whoever reads it; null where its author typed alone. */
export function whoTyped(typedBy: readonly { name: string }[] = []): string | null {
  const names = [...new Set(typedBy.map(({ name }) => name))];
  return names.length > 0 ? names.map((name) => `Đồng chí ${name}`).join(', ') : null;
}

export interface HelpSheet {
  maker: string | null;
  created_at: string;
  expires_at: string;
  left: number;
}

/** For the owner, who need not have asked for it. */
export function sheetInWords(sheet: HelpSheet): string {
  const maker = sheet.maker ? `Đồng chí ${sheet.maker} in` : 'In';
  return `Phiếu nhập giúp: ${maker} lúc ${formatDateTime(sheet.created_at)}, còn ${sheet.left} mã, dùng được đến ${formatDateTime(sheet.expires_at)}.`;
}

/** A sheet is for several sittings; each of its codes opens one. */
export const CODES_ON_A_SHEET = 4;
/** As long as a season: the sheet lies in a drawer between two sittings. */
export const SHEET_DAYS = 30;

/** What was shown to be read back, named by what submission guards: "fields:items". */
export function markOf(mark: { fields: number; items: number }): string {
  return `${mark.fields}:${mark.items}`;
}
