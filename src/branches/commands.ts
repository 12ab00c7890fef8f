import { logRow } from '../audit/statements.ts';
import { type CampaignRow, formIdFor } from '../campaigns/queries.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import { listFromLastYear } from '../forms/rules.ts';
import type { Actor } from '../http/context.ts';
import { findReviewOf } from '../reviews/queries.ts';
import { giveConclusions, takeConclusionBack } from '../reviews/statements.ts';
import { hasHandedIn } from './board.ts';
import type { ConclusionInput } from './input.ts';
import { conclusionsAbout, lastReminders, type SeasonPerson } from './queries.ts';
import { insertConclusion, insertReminder, withdrawConclusion } from './statements.ts';
import type { BranchSeason } from './scope.ts';

type BranchDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Another leader may press the same button in the same moment: then the list is made once more. */
const TRIES = 3;

/**
 * Asks these people to hand in by a day, each at most once a day and nobody who has done so; `people` gives them anew at
 * each try. Throws `not-allowed-now` outside an open campaign.
 */
export async function remind(
  deps: BranchDeps,
  actor: Actor,
  season: BranchSeason,
  people: () => Promise<readonly SeasonPerson[]>,
  dueOn: string,
): Promise<{ asked: number; askedToday: number }> {
  assertOpen(season.campaign);
  const { db } = deps.store;
  for (let attempt = 1; ; attempt += 1) {
    const dayBegan = beginningOf(season.today);
    const open = (await people()).filter((person) => !hasHandedIn(person));
    const last = await lastReminders(db, season.campaign.id);
    const asked = open.filter(({ id }) => (last.get(id) ?? '') < dayBegan);
    try {
      await deps.store.atomic(asked.flatMap((person) => reminderOf(deps, actor, season, person, dueOn)));
      return { asked: asked.length, askedToday: open.length - asked.length };
    } catch (error) {
      if (!(error instanceof LostGuard) || attempt === TRIES) throw error;
    }
  }
}

function reminderOf(deps: BranchDeps, actor: Actor, season: BranchSeason, person: SeasonPerson, dueOn: string) {
  const row = {
    id: deps.newId(),
    campaign_id: season.campaign.id,
    member_id: person.id,
    due_on: dueOn,
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
  };
  const subject = { kind: 'member' as const, id: person.id };
  return [
    insertReminder(deps.store.db, row, beginningOf(season.today)),
    logRow(deps, actor, { action: 'review-reminded', subject, unitId: season.unit.id }),
  ];
}

/** The first instant of a day in Hà Nội. */
function beginningOf(day: string): string {
  return new Date(`${day}T00:00:00+07:00`).toISOString();
}

/** More would be a second review. */
const MOST_CONCLUSIONS = 20;

/**
 * Records what the chi bộ or a higher level concluded about a person. In the same list it becomes a line of his section
 * III while his review is with him, unread; else it waits (see `giveConclusions`).
 */
export async function recordConclusion(
  deps: BranchDeps,
  actor: Actor,
  { campaign, unit }: BranchSeason,
  person: SeasonPerson,
  input: ConclusionInput,
): Promise<void> {
  assertOpen(campaign);
  const { db } = deps.store;
  const standing = await standingConclusions(deps, campaign, person);
  if (standing.length >= MOST_CONCLUSIONS) {
    const noi_dung = `Mỗi đồng chí có nhiều nhất ${MOST_CONCLUSIONS} kết luận. Đồng chí gộp lại hoặc rút bớt.`;
    throw new AppError('invalid-input', { fields: { noi_dung } });
  }
  const list = await listFor(deps, campaign, person);
  const row = {
    id: deps.newId(),
    campaign_id: campaign.id,
    member_id: person.id,
    unit_id: unit.id,
    origin: input.cap,
    text: input.noi_dung,
    source_year: input.nam,
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
  };
  const subject = { kind: 'member' as const, id: person.id };
  try {
    await deps.store.atomic([
      insertConclusion(db, row),
      ...(list ? [giveConclusions(db, campaign.id, person.id, list)] : []),
      logRow(deps, actor, { action: 'conclusion-recorded', subject, unitId: unit.id }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const now = await standingConclusions(deps, campaign, person);
    // A double click: it stands there already.
    if (!now.some((known) => known.text === row.text && known.origin === row.origin)) throw error;
  }
}

async function standingConclusions(deps: BranchDeps, campaign: CampaignRow, person: SeasonPerson) {
  const all = await conclusionsAbout(deps.store.db, campaign.id, person.id);
  return all.filter((row) => row.withdrawn_at === null);
}

/** Section III of the person's form: of his review, or of the one he will get. */
async function listFor(deps: BranchDeps, campaign: CampaignRow, person: SeasonPerson): Promise<string | undefined> {
  const { db } = deps.store;
  const begun = await findReviewOf(db, person.id, campaign.id);
  const formId = begun?.form_id ?? (await formIdFor(db, campaign, person));
  return formId === undefined ? undefined : listFromLastYear(await formOrThrow(db, formId))?.key;
}

/** Throws `not-found` for a conclusion of somebody else's, `not-allowed-now` once it stands in a review handed in. */
export async function takeBackConclusion(
  deps: BranchDeps,
  actor: Actor,
  { campaign, unit }: BranchSeason,
  person: SeasonPerson,
  withdrawn: { id: string; reason: string },
): Promise<void> {
  assertOpen(campaign);
  const { db } = deps.store;
  const known = (await conclusionsAbout(db, campaign.id, person.id)).find(({ id }) => id === withdrawn.id);
  if (!known) throw notFound('no such conclusion about this person');
  if (known.withdrawn_at !== null) return;
  const subject = { kind: 'member' as const, id: person.id };
  const by = actor.accountId ?? '';
  try {
    await deps.store.atomic([
      withdrawConclusion(db, known.id, { at: deps.now().toISOString(), reason: withdrawn.reason, by }),
      takeConclusionBack(db, known.id),
      logRow(deps, actor, { action: 'conclusion-withdrawn', subject, unitId: unit.id }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    throw new AppError('not-allowed-now', {
      hint: 'Kết luận này đã có trong bản kiểm điểm đã nộp (hoặc vừa được rút) nên không rút được nữa. Đồng chí mở lại trang để xem.',
      cause: error,
    });
  }
}

function assertOpen(campaign: CampaignRow): void {
  if (campaign.state === 'open') return;
  throw new AppError('not-allowed-now', {
    hint: 'Đợt kiểm điểm này không mở nên chưa làm được việc này. Đồng chí hỏi văn phòng đảng ủy.',
  });
}
