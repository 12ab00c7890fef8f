import { insertAccount, insertRole } from '../accounts/statements.ts';
import { logRow } from '../audit/statements.ts';
import { insertCampaign, insertCampaignForm, insertCampaignStep } from '../campaigns/statements.ts';
import { CampaignSettings, CriteriaBody } from '../campaigns/settings.ts';
import { CatalogueEdition } from '../catalogues/edition.ts';
import { insertEdition } from '../catalogues/statements.ts';
import { sha256Hex } from '../canonical.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import { insertForm } from '../forms/statements.ts';
import { FormVersion } from '../forms/version.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { insertUnit } from '../units/statements.ts';
import type { Kit } from './kit-file.ts';
import { fillOf, knownHashes } from './queries.ts';
import { fileProblem } from './sealed.ts';
import { giveWayTo, insertOpenedKit, insertRows, useFile } from './statements.ts';

type OpenDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'rehearsal'>;

/** A kit that may be opened here, and the committee of the first administrator that gives way to it. */
export interface OpenableKit {
  kit: Kit;
  root: string;
  /** Lists and forms of the kit that this program does not ship. */
  unknown: ReadonlySet<string>;
  /** The account's name on this machine: as in the kit, unless the administrator has taken it already. */
  userNameOf(account: Kit['accounts'][number]): string;
}

/** Throws `invalid-input` with why this kit cannot be opened in this database. */
export async function judgeKit(deps: OpenDeps, viewer: Pick<Viewer, 'roles'>, kit: Kit): Promise<OpenableKit> {
  if (kit.rehearsal !== deps.rehearsal) {
    throw fileProblem(
      kit.rehearsal
        ? 'Đây là bộ cài của bản tập huấn, chỉ mở được ở bản tập huấn.'
        : 'Đây là bộ cài của đợt thật, không mở được ở bản tập huấn.',
    );
  }
  assertConsistent(kit);
  const { units, members, campaigns, userNames } = await fillOf(deps.store.db);
  if (units.some(({ id }) => kit.units.some((unit) => unit.id === id))) throw fileProblem(ALREADY_HERE);
  const root = viewer.roles.find(({ role }) => role === 'administrator')?.unitId ?? '';
  if (units.length !== 1 || units[0]?.id !== root || members > 0 || campaigns > 0) throw fileProblem(NOT_EMPTY);
  const ids = { editions: kit.editions.map(({ id }) => id), forms: kit.forms.map(({ id }) => id) };
  const known = await knownHashes(deps.store.db, ids);
  for (const text of [...kit.editions, ...kit.forms]) {
    const hash = known.get(text.id);
    if (hash !== undefined && hash !== text.sha256) throw fileProblem(OTHER_WORDS);
  }
  return {
    kit,
    root,
    unknown: new Set([...ids.editions, ...ids.forms].filter((id) => !known.has(id))),
    userNameOf: freeNames(kit, userNames),
  };
}

const ALREADY_HERE =
  'Máy này đã có chi bộ của bộ cài, nên không mở lần nữa và không thay đổi gì. Đồng chí vào trang Quản trị để làm tiếp.';
const NOT_EMPTY =
  'Bộ cài chỉ mở được ở máy vừa cài, chưa có chi bộ, đảng viên hay đợt kiểm điểm nào. Chưa thay đổi gì: đồng chí cài chương trình vào một thư mục dữ liệu mới rồi mở ở đó.';
const OTHER_WORDS =
  'Danh mục hoặc biểu mẫu trong bộ cài khác với bản cùng tên của chương trình ở máy này. Đồng chí cài đúng phiên bản chương trình văn phòng đang dùng rồi mở lại.';
const BROKEN = 'Bộ cài thiếu hoặc sai nội dung. Đồng chí xin văn phòng lập lại.';

/** Everything in a kit hangs together: a tree down to one branch, its people, their accounts, texts with their hashes. */
function assertConsistent(kit: Kit): void {
  const branch = branchOf(kit);
  const members = new Set(kit.members.map(({ id }) => id));
  const accounts = new Set(kit.accounts.map(({ id }) => id));
  const texts = new Set([...kit.editions, ...kit.forms, ...kit.criteria].map(({ id }) => id));
  const named = [kit.campaign.edition_a, kit.campaign.edition_b, ...kit.campaignForms.map(({ form_id }) => form_id)];
  const holds =
    branch.kind === 'branch' &&
    kit.units.every((unit, at) => unit.parent_id === (kit.units[at - 1]?.id ?? null)) &&
    kit.units.slice(0, -1).every(({ kind }) => kind === 'committee') &&
    kit.units.some(({ id }) => id === kit.campaign.unit_id) &&
    kit.members.every(({ unit_id }) => unit_id === branch.id) &&
    kit.accounts.every(({ member_id }) => members.has(member_id)) &&
    kit.duties.every(({ account_id }) => accounts.has(account_id)) &&
    [...kit.exemptions, ...kit.residence].every(({ member_id }) => members.has(member_id)) &&
    [...kit.suggestions, ...kit.conclusions].every(({ member_id }) => member_id === null || members.has(member_id)) &&
    named.every((id) => texts.has(id)) &&
    [...kit.editions, ...kit.forms].every(({ body, sha256 }) => sha256Hex(body) === sha256) &&
    kit.editions.every(({ id, body }) => CatalogueEdition.safeParse(jsonIn(body)).data?.id === id) &&
    kit.forms.every(({ id, body }) => FormVersion.safeParse(jsonIn(body)).data?.id === id) &&
    kit.criteria.every(({ body }) => CriteriaBody.safeParse(jsonIn(body)).success) &&
    CampaignSettings.safeParse(jsonIn(kit.campaign.settings)).success;
  if (!holds) throw fileProblem(BROKEN);
}

export function branchOf(kit: Kit): Kit['units'][number] {
  const branch = kit.units.at(-1);
  if (!branch) throw fileProblem(BROKEN);
  return branch;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The administrator of this machine may have taken a member's user name. */
function freeNames(kit: Kit, taken: ReadonlySet<string>): OpenableKit['userNameOf'] {
  const inKit = new Set(kit.accounts.map(({ user_name }) => user_name));
  return ({ user_name: name }) => {
    if (!taken.has(name)) return name;
    for (let number = 2; ; number += 1) {
      const other = `${name}${number}`;
      if (!taken.has(other) && !inKit.has(other)) return other;
    }
  };
}

/**
 * Fills this database from a kit, with the very ids of the office, so that what goes back finds its place. Members get
 * accounts and no codes: slips are printed as usual. Throws `invalid-input` when something was made here meanwhile.
 */
export async function openKitHere(
  deps: OpenDeps,
  actor: Actor,
  { kit, root, unknown, userNameOf }: OpenableKit,
  fileId: string,
): Promise<void> {
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const by = actor.accountId ?? '';
  const branch = branchOf(kit);
  const campaignId = kit.campaign.id;
  const inCampaign = { campaign_id: campaignId, account_id: by };
  const statements: Statement[] = [
    ...useFile(db, fileId),
    ...giveWayTo(db, root, by),
    ...kit.units.map((unit) => insertUnit(db, unit)),
    insertRole(db, { account_id: by, unit_id: branch.id, role: 'administrator' }),
    ...kit.editions.filter(({ id }) => unknown.has(id)).map((text) => insertEdition(db, { ...text, stored_at: at })),
    ...kit.forms.filter(({ id }) => unknown.has(id)).map((text) => insertForm(db, { ...text, stored_at: at })),
    ...insertRows(
      db,
      'criteria_set',
      kit.criteria.map((set) => ({ ...set, stored_at: at })),
    ),
    insertCampaign(db, { ...kit.campaign, state: 'open', version: 1 }),
    ...kit.campaignForms.map((form) => insertCampaignForm(db, { campaign_id: campaignId, ...form })),
    insertCampaignStep(db, {
      id: deps.newId(),
      ...inCampaign,
      from_state: 'preparing',
      to_state: 'open',
      reason: 'Mở từ bộ cài của đảng ủy',
      at,
    }),
    ...insertRows(db, 'member', kit.members),
    ...kit.accounts.map((account) =>
      insertAccount(db, {
        ...account,
        user_name: userNameOf(account),
        password: null,
        disabled: 0,
        created_at: at,
        version: 1,
      }),
    ),
    ...kit.duties.map((duty) => insertRole(db, { ...duty, unit_id: branch.id })),
    ...insertRows(
      db,
      'exemption',
      kit.exemptions.map((row) => ({ ...row, ...inCampaign, version: 1 })),
    ),
    ...insertRows(
      db,
      'suggestion',
      kit.suggestions.map((row) => ({ ...row, ...inCampaign, withdrawn_at: null })),
    ),
    ...insertRows(
      db,
      'residence_comment',
      kit.residence.map((row) => ({ ...row, campaign_id: campaignId, version: 1 })),
    ),
    ...insertRows(
      db,
      'conclusion',
      kit.conclusions.map((row) => ({ ...row, ...inCampaign, unit_id: branch.id, withdrawn_at: null })),
    ),
    insertOpenedKit(db, {
      kit_id: kit.id,
      campaign_id: campaignId,
      unit_id: branch.id,
      signing_key: kit.signingKey,
      recipient: kit.recipient,
      made_at: kit.madeAt,
      opened_at: at,
      account_id: by,
    }),
    logRow(deps, actor, {
      action: 'kit-opened',
      subject: { kind: 'unit', id: branch.id },
      unitId: branch.id,
      detail: kit.id,
    }),
    logRow(deps, actor, {
      action: 'campaign-opened',
      subject: { kind: 'campaign', id: campaignId },
      unitId: kit.campaign.unit_id,
      detail: kit.id,
    }),
  ];
  await deps.store.atomic(statements).catch((error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    throw new AppError('not-allowed-now', {
      message: 'the database is not empty any more',
      hint: NOT_EMPTY,
      cause: error,
    });
  });
}
