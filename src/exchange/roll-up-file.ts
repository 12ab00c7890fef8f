import * as z from 'zod';
import { canonicalJson } from '../canonical.ts';
import { STORABLE } from '../http/text.ts';
import { isSignedBy, signBytes } from './keys.ts';
import {
  Conclusion,
  Discipline,
  DraftSending,
  FrozenRecord,
  HandUpStep,
  Id,
  Instant,
  Meeting,
  Rating,
  Residence,
  Review,
  ReviewStep,
} from './rows.ts';
import { fileProblem, lockFor, lockOf, openWithIdentity, textOf } from './sealed.ts';

/**
 * What a branch hands up by file (.tsnop). Inside age stand four lines: the format and its version, the signature, a
 * header, the body. Signed are the first, the third and the fourth as they stand.
 */
const MAGIC = 'TU-SOI-NOP';
export const ROLL_UP_VERSION = 1;
export const MOST_ROLL_UP_BYTES = 50 * 1024 * 1024;

/** Who hands up, for which campaign, with which kit, and the how-manieth file of that kit this is. */
export const RollUpHeader = z.strictObject({
  kit: Id,
  campaign: Id,
  unit: Id,
  serial: z.int().min(1).max(100_000),
  madeAt: Instant,
});
export type RollUpHeader = z.infer<typeof RollUpHeader>;

export const RollUp = z.strictObject({
  handedAt: Instant,
  /** Account of whoever handed up. */
  handedBy: Id,
  steps: z.array(HandUpStep).max(200),
  reviews: z.array(Review).max(5_000),
  reviewSteps: z.array(ReviewStep).max(50_000),
  records: z.array(FrozenRecord).max(5_000),
  draftSendings: z.array(DraftSending).max(100),
  ratings: z.array(Rating).max(5_000),
  disciplines: z.array(Discipline).max(5_000),
  residence: z.array(Residence).max(5_000),
  conclusions: z.array(Conclusion).max(5_000),
  meeting: Meeting.nullable(),
  /** The branch's summary as it was frozen at its hand-up (branch-summary.ts); null where there is none. */
  summary: z.string().max(500_000).regex(STORABLE).nullable(),
});
export type RollUp = z.infer<typeof RollUp>;

export async function lockRollUp(
  keys: { signingKey: string; recipient: string },
  header: RollUpHeader,
  body: RollUp,
): Promise<Uint8Array<ArrayBuffer>> {
  const [head, said] = [canonicalJson(header), canonicalJson(body)];
  const signature = await signBytes(keys.signingKey, signedBytes(ROLL_UP_VERSION, head, said));
  const plain = `${MAGIC} ${ROLL_UP_VERSION}\n${signature}\n${head}\n${said}`;
  return lockFor(keys.recipient, new TextEncoder().encode(plain));
}

/** A file that could be unlocked; its header may be read to find the branch's key, its body only once that has held. */
export interface UnlockedRollUp {
  header: RollUpHeader;
  /** Whether the branch that holds the other half of this key has signed these very bytes. */
  isSignedBy(publicKey: string): Promise<boolean>;
  /** Throws `invalid-input`. */
  body(): RollUp;
}

/** Throws `invalid-input` in plain words: not ours, not whole, of another version. */
export async function unlockRollUp(identity: string, bytes: Uint8Array): Promise<UnlockedRollUp> {
  if (bytes.byteLength === 0) throw fileProblem('Đồng chí chọn tệp chi bộ nộp (.tsnop).');
  if (bytes.byteLength > MOST_ROLL_UP_BYTES) throw fileProblem('Tệp lớn hơn 50 MB nên không nhận.');
  const lock = lockOf(bytes);
  if (lock === 'passphrase') throw fileProblem('Đây là bộ cài, không phải tệp chi bộ nộp. Đồng chí chọn tệp .tsnop.');
  if (lock === 'none') throw fileProblem(`Tệp này không phải tệp chi bộ nộp, hoặc đã hỏng. ${COPY_AGAIN}`);
  const plain = await openWithIdentity(identity, bytes);
  if (plain === 'broken') throw fileProblem(`Tệp không còn nguyên vẹn: thiếu hoặc đã bị sửa. ${COPY_AGAIN}`);
  if (plain === 'foreign') {
    throw fileProblem(`Tệp này nộp cho một đảng ủy khác, hoặc đã bị sửa. ${COPY_AGAIN}`);
  }
  return linesOf(textOf(plain) ?? '');
}

const COPY_AGAIN =
  'Chưa ghi gì cả. Đồng chí chép lại tệp từ máy của chi bộ; vẫn không được thì đề nghị chi bộ xuất lại.';

function linesOf(text: string): UnlockedRollUp {
  const [, version] = /^TU-SOI-NOP (\d{1,6})\n/.exec(text) ?? [];
  if (version === undefined) throw fileProblem(`Tệp mở được nhưng không phải tệp chi bộ nộp. ${COPY_AGAIN}`);
  if (Number(version) > ROLL_UP_VERSION) {
    throw fileProblem(
      'Tệp do phiên bản mới hơn của chương trình xuất ra. Đồng chí cập nhật chương trình ở văn phòng, rồi tải lên lại.',
    );
  }
  if (Number(version) < ROLL_UP_VERSION) {
    throw fileProblem(
      'Tệp do phiên bản cũ của chương trình xuất ra, ở đây không đọc được nữa. Chi bộ cập nhật chương trình rồi xuất lại.',
    );
  }
  const [, , signature = '', head = '', said = ''] =
    /^(TU-SOI-NOP \d+)\n([A-Za-z0-9+/]{86}==)\n([^\n]{1,1000})\n([^\n]*)$/.exec(text) ?? [];
  const header = RollUpHeader.safeParse(jsonIn(head));
  if (!header.success) throw fileProblem(UNREADABLE);
  return {
    header: header.data,
    isSignedBy: (publicKey) => isSignedBy(publicKey, signature, signedBytes(ROLL_UP_VERSION, head, said)),
    body: () => {
      const body = RollUp.safeParse(jsonIn(said));
      if (!body.success) throw fileProblem(UNREADABLE);
      return body.data;
    },
  };
}

const UNREADABLE = 'Nội dung tệp không đọc được. Chưa ghi gì cả: đồng chí đề nghị chi bộ xuất lại tệp.';

function signedBytes(version: number, head: string, said: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${MAGIC} ${version}\n${head}\n${said}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
