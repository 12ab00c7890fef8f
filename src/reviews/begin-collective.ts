import { logRow } from '../audit/statements.ts';
import { type BranchSeason } from '../branches/scope.ts';
import { collectiveReview } from '../branches/queries.ts';
import { newestForm } from '../campaigns/rules.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { allForms } from '../forms/queries.ts';
import type { FormVersion } from '../forms/version.ts';
import type { Actor } from '../http/context.ts';
import { rosterOf } from '../units/queries.ts';
import { formatDate } from '../views/formats.ts';
import { campaignClosed, carriedItems, insertBegun } from './begin.ts';
import { collectiveStanding } from './heads.ts';
import { lastCollectiveBefore } from './queries.ts';
import { HEAD_PREFIX } from './questions.ts';
import { insertFirstField, insertItem, insertStep } from './statements.ts';

type BeginDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** The collective's form of a campaign's year; undefined for a year before there was one. */
export async function collectiveForm(
  db: Deps['store']['db'],
  campaign: { year: number },
): Promise<FormVersion | undefined> {
  return newestForm(await allForms(db), 'collective', campaign.year);
}

/**
 * Begins the branch's review of itself and returns its id; where another of its leaders has begun it, that one's.
 * Section III starts from last year's own words.
 * Throws `not-allowed-now` for a branch that has none of its own, in a year without a form, or outside the campaign.
 */
export async function beginCollective(deps: BeginDeps, actor: Actor, season: BranchSeason): Promise<string> {
  const { db } = deps.store;
  const { unit, campaign, today } = season;
  const begun = await collectiveReview(db, campaign.id, unit.id);
  if (begun) return begun.id;
  if (campaign.state !== 'open' || campaign.opens_on > today) throw campaignClosed();
  const [form, standing] = await Promise.all([collectiveForm(db, campaign), collectiveStanding(db, unit, campaign)]);
  if (standing.collective.of === 'superior') throw withSuperior();
  if (!form) throw noForm();
  const id = deps.newId();
  const at = deps.now().toISOString();
  const last = await lastCollectiveBefore(db, unit.id, campaign.year);
  const items = await carriedItems(deps, last, form.id);
  const review = {
    id,
    campaign_id: campaign.id,
    member_id: null,
    unit_id: unit.id,
    form_id: form.id,
    state: 'draft' as const,
    version: 1,
    submissions: 0,
    created_at: at,
    submitted_at: null,
    state_at: at,
  };
  const statements = [
    ...(await headValues(deps, season)).map(([key, value]) =>
      insertFirstField(db, { review_id: id, key: `${HEAD_PREFIX}${key}`, value, saved_at: at }),
    ),
    ...items.map((item, position) =>
      insertItem(db, { id: deps.newId(), review_id: id, position, removed: 0, version: 1, ...item }),
    ),
    insertStep(db, {
      id: deps.newId(),
      review_id: id,
      from_state: 'none',
      to_state: 'draft',
      account_id: actor.accountId ?? '',
      remark: '',
      at,
    }),
    logRow(deps, actor, { action: 'review-begun', subject: { kind: 'review', id }, unitId: unit.id }),
  ];
  return insertBegun(deps, { review, year: campaign.year, statements }, () =>
    collectiveReview(db, campaign.id, unit.id),
  );
}

async function headValues(
  deps: BeginDeps,
  { unit, campaign }: BranchSeason,
): Promise<['period' | 'membership', string][]> {
  const people = await rosterOf(deps.store.db, unit.id);
  const official = people.filter((person) => person.official === 1).length;
  const [from, to] = [formatDate(`${campaign.year}-01-01`), formatDate(`${campaign.year}-12-31`)];
  return [
    ['period', `Từ ngày ${from} đến ngày ${to}`],
    ['membership', `${people.length} (${official} chính thức, ${people.length - official} dự bị)`],
  ];
}

function withSuperior(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Tập thể này ít người nên kiểm điểm cùng cấp ủy cấp trên, không có báo cáo riêng. Đồng chí xem lại trang Kiểm điểm tập thể để biết việc cần làm.',
  });
}

function noForm(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Năm này chưa có biểu mẫu kiểm điểm tập thể trong hệ thống. Đồng chí báo văn phòng đảng ủy.',
  });
}
