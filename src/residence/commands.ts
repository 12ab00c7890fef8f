import { logRow } from '../audit/statements.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { commentedPeople, type CommentedPerson } from './queries.ts';
import { isNoted, isTooEarly, noted, type Noting } from './rules.ts';
import { forgetComments, noteComments } from './statements.ts';

/** A person as he was chosen on the page, with the version that was shown there. */
export interface Chosen {
  person: CommentedPerson;
  seen: number;
}

/**
 * Notes the same for several people of one branch, all or none, each in the log. Noting again what is noted already
 * changes nothing. Throws `invalid-input`, `not-allowed-now` or `conflict` (somebody noted otherwise meanwhile).
 */
export async function noteForSeveral(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  campaign: CampaignRow,
  unitId: string,
  chosen: readonly Chosen[],
  noting: Noting,
): Promise<void> {
  if (campaign.state === 'closed') throw overAlready();
  const early = chosen.filter(({ person }) => isTooEarly(person.comments, noting));
  if (early.length > 0) {
    const ngay = `Ngày nhận không thể trước ngày gửi: đồng chí ${namesOf(early)}.`;
    throw new AppError('invalid-input', { fields: { ngay } });
  }
  const open = chosen.filter(
    ({ person, seen }) => seen !== person.comments.version || !isNoted(person.comments, noting),
  );
  const statements = open.flatMap((one) => noteOne(deps, actor, campaign, unitId, one, noting));
  if (statements.length === 0) return;
  try {
    await deps.store.atomic(statements);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const now = await commentedPeople(deps.store.db, campaign.id, unitId);
    const asWanted = open.every(({ person }) => {
      const present = now.find(({ id }) => id === person.id);
      return present !== undefined && isNoted(present.comments, noting);
    });
    if (asWanted) return;
    throw new AppError('conflict', {
      hint: 'Trạng thái của một đồng chí trong số đã chọn vừa được đổi ở nơi khác, nên lần này chưa ghi cho ai. Đồng chí mở lại trang, xem rồi chọn lại.',
      cause: error,
    });
  }
}

function noteOne(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  campaign: CampaignRow,
  unitId: string,
  { person, seen }: Chosen,
  noting: Noting,
): Statement[] {
  const whose = { campaignId: campaign.id, memberId: person.id, seen };
  const to = noted(person.comments, noting);
  // Exempt by rule, or not asked for: there is nothing to take back.
  if (to === null && seen === 0 && person.comments.version === 0) return [];
  const { db } = deps.store;
  return [
    to === null ? forgetComments(db, whose) : noteComments(db, whose, to),
    logRow(deps, actor, {
      action: 'residence-comment-noted',
      subject: { kind: 'member', id: person.id },
      unitId,
      detail: noting.act,
    }),
  ];
}

function namesOf(chosen: readonly Chosen[]): string {
  const names = chosen.slice(0, 3).map(({ person }) => person.full_name);
  const more = chosen.length - names.length;
  return more > 0 ? `${names.join(', ')} và ${more} đồng chí khác` : names.join(', ');
}

function overAlready(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Đợt kiểm điểm đã kết thúc nên không ghi thêm được. Cần thì văn phòng mở lại đợt trước.',
  });
}
