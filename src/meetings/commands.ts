import { type AuditAction, logRow } from '../audit/statements.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { findCampaign } from '../campaigns/queries.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { formatDate } from '../views/formats.ts';
import { type Gathered, isMarked } from './gathered.ts';
import { misfits } from './outlook.ts';
import { dayProblems } from './plan.ts';
import { findMeeting, type MeetingRow } from './queries.ts';
import { hasCome, isOpen } from './rules.ts';
import { closeMeeting, insertMeeting, insertMeetingStep, type Plan, reopenMeeting, updatePlan } from './statements.ts';

type MeetingDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/**
 * Makes the branch's meeting, or changes its plan over the version its editor saw (0: there was none).
 * Throws `invalid-input` for the day, `not-allowed-now` once closed; answers `conflict` with nothing written when
 * somebody else was first.
 */
export async function planMeeting(
  deps: MeetingDeps,
  actor: Actor,
  season: BranchSeason,
  before: Gathered | null,
  typed: { version: number; plan: Plan },
): Promise<'planned' | 'conflict'> {
  if (before) assertOpen(before.meeting, before.season);
  else if (season.campaign.state !== 'open') throw campaignEnded();
  const { plan, version } = typed;
  const recorded = before !== null && (isMarked(before) || before.counts.size > 0 || before.notes.size > 0);
  const fields = dayProblems(
    { heldOn: plan.held_on, enteredAfter: plan.entered_after === 1 },
    { year: season.campaign.year, today: season.today, before: before?.meeting.held_on ?? null, recorded },
  );
  if (Object.keys(fields).length > 0) throw new AppError('invalid-input', { fields });
  const { db } = deps.store;
  const id = before?.meeting.id ?? deps.newId();
  const row = {
    id,
    campaign_id: season.campaign.id,
    unit_id: season.unit.id,
    state: 'planned' as const,
    current_subject: '',
    version: 1,
    ...plan,
  };
  try {
    await deps.store.atomic([
      version === 0 ? insertMeeting(db, row) : updatePlan(db, id, version, plan),
      logMeeting(
        deps,
        actor,
        { id, unit_id: season.unit.id },
        version === 0 ? 'meeting-planned' : 'meeting-changed',
        'plan',
      ),
    ]);
    return 'planned';
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const stored = await findMeeting(db, season.campaign.id, season.unit.id);
    if (!stored) throw campaignEnded();
    assertOpen(stored, season);
    return isSamePlan(stored, plan) ? 'planned' : 'conflict';
  }
}

/** A double click stores the same plan twice: that is no conflict. */
function isSamePlan(stored: MeetingRow, plan: Plan): boolean {
  return (Object.keys(plan) as (keyof Plan)[]).every((key) => stored[key] === plan[key]);
}

/**
 * Closes a meeting: its papers lose "Dự thảo", nothing of it can be changed. Throws `not-allowed-now` before anybody is
 * marked or while a count does not fit those present, `conflict` if something was saved in the same moment.
 */
export async function endMeeting(deps: MeetingDeps, actor: Actor, gathered: Gathered, version: number): Promise<void> {
  const { meeting, season } = gathered;
  assertMayRecord(gathered);
  if (!isMarked(gathered)) {
    throw new AppError('not-allowed-now', {
      hint: 'Cuộc họp chưa điểm danh nên chưa kết thúc được. Đồng chí điểm danh trước.',
    });
  }
  const wrong = misfits(gathered);
  if (wrong.length > 0) {
    const names = wrong.map(({ name }) => name).join('; ');
    throw new AppError('not-allowed-now', {
      hint: `Còn kết quả kiểm phiếu không khớp: ${names}. Đồng chí sửa ở trang Kiểm phiếu rồi kết thúc cuộc họp.`,
    });
  }
  await move(deps, actor, season, meeting, {
    statements: closeMeeting(deps.store.db, { id: meeting.id, version }, gathered.mark, listsOf(gathered)),
    to: 'closed',
    action: 'meeting-closed',
    reason: '',
  });
}

/** Everybody as they stand, for the papers of a closed meeting. */
function listsOf({ meeting, subjects, attendees }: Gathered): Parameters<typeof closeMeeting>[3] {
  const { id: meeting_id } = meeting;
  return {
    subjects: subjects.map(({ key: subject, name, post, exemption }, position) => {
      return { meeting_id, subject, position, name, post, exemption: exemption ?? '' };
    }),
    roster: attendees.map(({ memberId, name, post, official, exemption }, position) => {
      const kept = { meeting_id, member_id: memberId, position, name, post };
      return { ...kept, official: official ? 1 : 0, exemption: exemption ?? ('' as const) };
    }),
  };
}

/** Opens a closed meeting again, with the reason kept. Throws `not-allowed-now`. */
export async function openAgain(
  deps: MeetingDeps,
  actor: Actor,
  gathered: Gathered,
  asked: { version: number; reason: string },
): Promise<void> {
  const { meeting, season } = gathered;
  if (season.campaign.state !== 'open') throw campaignEnded();
  if (meeting.state !== 'closed') throw movedMeanwhile();
  await move(deps, actor, season, meeting, {
    statements: reopenMeeting(deps.store.db, { ...meeting, version: asked.version }),
    to: 'held',
    action: 'meeting-reopened',
    reason: asked.reason.trim(),
  });
}

async function move(
  deps: MeetingDeps,
  actor: Actor,
  season: BranchSeason,
  meeting: MeetingRow,
  wanted: { statements: Statement[]; to: MeetingRow['state']; action: AuditAction; reason: string },
): Promise<void> {
  const step = insertMeetingStep(deps.store.db, {
    id: deps.newId(),
    meeting_id: meeting.id,
    from_state: meeting.state,
    to_state: wanted.to,
    account_id: actor.accountId ?? '',
    reason: wanted.reason,
    at: deps.now().toISOString(),
  });
  try {
    await deps.store.atomic([
      ...wanted.statements,
      step,
      logMeeting(deps, actor, { id: meeting.id, unit_id: season.unit.id }, wanted.action),
    ]);
  } catch (error) {
    if (error instanceof LostGuard) throw movedMeanwhile(error);
    throw error;
  }
}

export function logMeeting(
  deps: MeetingDeps,
  actor: Actor,
  meeting: { id: string; unit_id: string },
  action: AuditAction,
  detail = '',
): Statement {
  return logRow(deps, actor, { action, subject: { kind: 'meeting', id: meeting.id }, unitId: meeting.unit_id, detail });
}

/** Attendance, texts and ballots: from the meeting's day on, until it is closed. Throws `not-allowed-now`. */
export function assertMayRecord({ meeting, season }: Pick<Gathered, 'meeting' | 'season'>): void {
  assertOpen(meeting, season);
  if (hasCome(meeting, season.today)) return;
  throw new AppError('not-allowed-now', {
    message: 'the meeting is in the future',
    hint: `Cuộc họp ngày ${formatDate(meeting.held_on)} chưa diễn ra nên chưa ghi được gì. Nếu ngày họp đã đổi, đồng chí sửa ở phần Kế hoạch họp.`,
  });
}

/** After a lost guard: says so if the meeting was closed or put off meanwhile; else somebody saved the same thing first. */
export async function assertStillRecordable(deps: Pick<Deps, 'store'>, { meeting, season }: Gathered): Promise<void> {
  const { db } = deps.store;
  const [now, campaign] = await Promise.all([
    findMeeting(db, meeting.campaign_id, meeting.unit_id),
    findCampaign(db, meeting.campaign_id),
  ]);
  if (now && campaign) assertMayRecord({ meeting: now, season: { ...season, campaign } });
}

function assertOpen(meeting: MeetingRow, season: BranchSeason): void {
  if (season.campaign.state !== 'open') throw campaignEnded();
  if (isOpen(meeting, season.campaign)) return;
  throw new AppError('not-allowed-now', {
    message: 'the meeting is closed',
    hint: 'Cuộc họp đã kết thúc nên phần vừa ghi chưa được lưu. Cần sửa thì bí thư hoặc phó bí thư mở lại cuộc họp ở trang Họp chi bộ, có ghi lý do.',
  });
}

function campaignEnded(): AppError {
  return new AppError('not-allowed-now', {
    message: 'the campaign is not open',
    hint: 'Đợt kiểm điểm đã kết thúc nên cuộc họp không sửa được nữa. Đồng chí hỏi văn phòng đảng ủy.',
  });
}

function movedMeanwhile(cause?: unknown): AppError {
  return new AppError('conflict', {
    hint: 'Ngay lúc ấy có người vừa lưu thêm hoặc vừa kết thúc, mở lại cuộc họp ở máy khác. Chưa có gì bị thay đổi; đồng chí mở lại trang để xem rồi làm tiếp.',
    cause,
  });
}
