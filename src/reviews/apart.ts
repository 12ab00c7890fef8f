import { EXEMPTION_WORDS, isReviewed } from '../branches/rules.ts';
import { findExemption } from '../campaigns/queries.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';

/** Why a person writes no review in a campaign; who is away for a while is still reviewed (forms.md §6). */
export interface Apart {
  words: string;
  reason: string;
}

/** null for everybody who is reviewed, and for a collective. */
export async function apartFrom(
  deps: Pick<Deps, 'store'>,
  campaignId: string,
  memberId: string | null,
): Promise<Apart | null> {
  if (memberId === null) return null;
  const exemption = await findExemption(deps.store.db, campaignId, memberId);
  if (!exemption || isReviewed({ exemption })) return null;
  return { words: EXEMPTION_WORDS[exemption.kind], reason: exemption.reason };
}

export function standsApart({ words }: Apart, cause?: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'the member is exempt in this campaign',
    hint: `Đồng chí không phải kiểm điểm trên hệ thống trong đợt này (${words}). Nếu chưa đúng, đồng chí báo văn phòng đảng ủy.`,
    cause,
  });
}
