import * as z from 'zod';
import { canonicalJson } from '../canonical.ts';
import { canonicalKitCode } from './keys.ts';
import {
  Campaign,
  Conclusion,
  Criteria,
  Edition,
  Exemption,
  Form,
  Id,
  Instant,
  Line,
  Member,
  Residence,
  Suggestion,
  Unit,
} from './rows.ts';
import { fileProblem, lockOf, lockWithCode, openWithCode, textOf } from './sealed.ts';

/** The kit a branch without network starts from (.tskit): one JSON text, locked with a code. */
export const KIT_FORMAT = 'tu-soi-bo-cai';
export const KIT_VERSION = 1;
export const MOST_KIT_BYTES = 10 * 1024 * 1024;

export const Kit = z.strictObject({
  format: z.literal(KIT_FORMAT),
  version: z.literal(KIT_VERSION),
  id: Id,
  madeAt: Instant,
  /** Invented people stay in a database of invented people. */
  rehearsal: z.boolean(),
  /** Ed25519, PKCS #8, base64: the branch signs with it. */
  signingKey: z.string().regex(/^[A-Za-z0-9+/]{40,200}={0,2}$/),
  /** Public half of the office's age identity. */
  recipient: z.string().regex(/^age1[a-z0-9]{20,100}$/),
  campaign: Campaign,
  campaignForms: z.array(z.strictObject({ standing: z.enum(['leader', 'no_post', 'outside']), form_id: Id })),
  editions: z.array(Edition).min(1).max(2),
  forms: z.array(Form).min(1).max(20),
  criteria: z.array(Criteria).max(10),
  /** From the top of the tree down to the branch. */
  units: z.array(Unit).min(2).max(12),
  members: z.array(Member).max(5_000),
  accounts: z
    .array(z.strictObject({ id: Id, member_id: Id, user_name: Line.min(1), display_name: Line.min(1) }))
    .max(5_000),
  duties: z
    .array(z.strictObject({ account_id: Id, role: z.enum(['secretary', 'deputy', 'committee_member']) }))
    .max(500),
  exemptions: z.array(Exemption).max(5_000),
  suggestions: z.array(Suggestion).max(5_000),
  residence: z.array(Residence).max(5_000),
  conclusions: z.array(Conclusion).max(5_000),
});
export type Kit = z.infer<typeof Kit>;

export function lockKit(kit: Kit, code: string): Promise<Uint8Array<ArrayBuffer>> {
  return lockWithCode(canonicalKitCode(code), new TextEncoder().encode(canonicalJson(kit)));
}

/** Throws `invalid-input` at the file or at the code, in plain words. */
export async function openKit(bytes: Uint8Array, code: string): Promise<Kit> {
  if (bytes.byteLength === 0) throw fileProblem('Đồng chí chọn tệp bộ cài (.tskit) đảng ủy đã gửi.');
  if (bytes.byteLength > MOST_KIT_BYTES)
    throw fileProblem('Tệp quá lớn, không phải bộ cài. Đồng chí chọn lại tệp .tskit.');
  const lock = lockOf(bytes);
  if (lock === 'recipient') throw fileProblem('Đây là tệp nộp cấp trên, không phải bộ cài. Đồng chí chọn tệp .tskit.');
  if (lock === 'none') {
    throw fileProblem('Tệp này không phải bộ cài, hoặc đã hỏng. Đồng chí chép lại tệp .tskit từ văn phòng đảng ủy.');
  }
  const plain = await openWithCode(canonicalKitCode(code), bytes);
  if (!plain) {
    throw fileProblem(
      'Mã không mở được tệp này. Đồng chí gõ lại mã văn phòng đưa kèm; vẫn không được thì tệp đã hỏng hoặc mã của bộ cài khác, xin văn phòng lập lại.',
      'ma',
    );
  }
  return kitIn(textOf(plain));
}

const AnyVersion = z.looseObject({ format: z.literal(KIT_FORMAT), version: z.int() });

function kitIn(text: string | null): Kit {
  const value = jsonIn(text);
  const any = AnyVersion.safeParse(value);
  if (!any.success) throw fileProblem('Tệp mở được nhưng không phải bộ cài của chương trình này.');
  if (any.data.version > KIT_VERSION) {
    throw fileProblem(
      'Bộ cài do phiên bản mới hơn của chương trình lập. Đồng chí cập nhật chương trình ở máy này, rồi mở lại.',
    );
  }
  if (any.data.version < KIT_VERSION) {
    throw fileProblem('Bộ cài của phiên bản cũ, máy này không đọc được nữa. Đồng chí xin văn phòng lập bộ cài mới.');
  }
  const kit = Kit.safeParse(value);
  if (!kit.success) throw fileProblem('Bộ cài thiếu hoặc sai nội dung. Đồng chí xin văn phòng lập lại.');
  return kit.data;
}

function jsonIn(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
