import { formatDate } from '../views/formats.ts';
import type { SignedNote } from '../views/models/verification.ts';
import { lineField } from '../views/parts.ts';
import type { PaperStanding } from '../verification/queries.ts';
import { codeWords, signedPath, signedWords } from '../verification/rules.ts';
import type { ReviewRow } from './queries.ts';

/** Beside a review that a leader reads: whether the signed sheet is back, and the codes by which a sheet is verified. */
export function signedNote(
  { id, unit_id: unitId, campaign_id: campaignId }: ReviewRow,
  { codes, cameOn }: PaperStanding = { codes: [], cameOn: null },
  reader: { leads: boolean; sits: boolean; today: string },
): SignedNote {
  const action = signedPath(unitId);
  const day = lineField({
    name: 'ngay',
    label: 'Ngày nhận bản giấy',
    hint: 'Ngày/tháng/năm.',
    value: formatDate(reader.today),
    inputMode: 'numeric',
    width: 'short',
  });
  return {
    codes: codeWords({ codes, cameOn }),
    words: signedWords(cameOn),
    form: reader.leads && cameOn === null ? { action, campaignId, review: id, day } : null,
    list: reader.sits ? { text: 'Bản giấy của cả chi bộ', href: `${action}?dot=${campaignId}` } : null,
  };
}
