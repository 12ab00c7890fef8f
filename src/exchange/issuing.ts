import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { logRow } from '../audit/statements.ts';
import { type CampaignRow, formIdsOf } from '../campaigns/queries.ts';
import { STANDINGS } from '../campaigns/rules.ts';
import { settingsOf } from '../campaigns/settings.ts';
import { sha256Hex } from '../canonical.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import { allForms } from '../forms/queries.ts';
import type { Actor } from '../http/context.ts';
import { type UnitRow, unitAndAbove } from '../units/queries.ts';
import { newKitCode, newSigningKey } from './keys.ts';
import { KIT_FORMAT, KIT_VERSION, Kit, lockKit } from './kit-file.ts';
import { currentKit, kitRows, recipientOf, storedTexts } from './queries.ts';
import { dropFile, insertCommitteeKey, insertFile, insertKit, revokeKit } from './statements.ts';

type IssueDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'rehearsal'>;

export interface IssuedCode {
  kitId: string;
  /** Shown once and stored nowhere: the kit's private key lies behind it. */
  code: string;
  members: number;
  /** Whether a kit issued before is worthless now. */
  replaced: boolean;
}

/**
 * Issues a kit for a branch: the newest is the only one whose files are taken. `seen` is the kit its issuer saw there,
 * '' for none, so that a page sent twice does not revoke what it has just made. Throws `not-allowed-now` or `conflict`.
 */
export async function issueKit(
  deps: IssueDeps,
  actor: Actor,
  place: { campaign: CampaignRow; branch: UnitRow },
  seen: string,
): Promise<IssuedCode> {
  const { db } = deps.store;
  const { campaign, branch } = place;
  if (campaign.state !== 'open') throw notOpen();
  const before = await currentKit(db, campaign.id, branch.id);
  if ((before?.id ?? '') !== seen) throw madeMeanwhile();
  const at = deps.now().toISOString();
  const key = await newSigningKey();
  const recipient = await committeeRecipient(deps, campaign.unit_id, at);
  const kit = await fillKit(deps, place, { id: deps.newId(), at, signingKey: key.privateKey, recipient });
  const code = newKitCode();
  const bytes = await lockKit(kit, code);
  const entry = { subject: { kind: 'unit' as const, id: branch.id }, unitId: branch.id };
  const statements = [
    ...(before
      ? [
          revokeKit(db, before.id, at),
          ...dropFile(db, before.id),
          logRow(deps, actor, { ...entry, action: 'kit-revoked', detail: before.id }),
        ]
      : []),
    insertKit(db, {
      id: kit.id,
      campaign_id: campaign.id,
      unit_id: branch.id,
      public_key: key.publicKey,
      account_id: actor.accountId ?? '',
      made_at: at,
      revoked_at: null,
    }),
    ...insertFile(
      db,
      {
        id: kit.id,
        kind: 'kit',
        campaign_id: campaign.id,
        account_id: actor.accountId ?? '',
        name: '',
        sha256: sha256Hex(bytes),
        bytes: bytes.length,
        at,
      },
      bytes,
    ),
    logRow(deps, actor, { ...entry, action: 'kit-issued', detail: kit.id }),
  ];
  await deps.store.atomic(statements).catch((error: unknown) => {
    throw error instanceof LostGuard ? madeMeanwhile(error) : error;
  });
  return { kitId: kit.id, code, members: kit.members.length, replaced: before !== undefined };
}

/** The committee's age identity is made with its first kit and stays; kits carry its public half. */
async function committeeRecipient({ store }: IssueDeps, unitId: string, at: string): Promise<string> {
  const known = await recipientOf(store.db, unitId);
  if (known !== undefined) return known;
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  await store.atomic([insertCommitteeKey(store.db, { unit_id: unitId, identity, recipient, made_at: at })]);
  // Of two first kits at once, the key of the other one may be the one that stands.
  return (await recipientOf(store.db, unitId)) ?? recipient;
}

async function fillKit(
  deps: IssueDeps,
  { campaign, branch }: { campaign: CampaignRow; branch: UnitRow },
  made: { id: string; at: string; signingKey: string; recipient: string },
): Promise<Kit> {
  const { db } = deps.store;
  const { state: _state, version: _version, ...pinned } = campaign;
  const [rows, path, byStanding, forms] = await Promise.all([
    kitRows(db, campaign.id, branch.id),
    unitAndAbove(db, branch.id),
    formIdsOf(db, campaign.id),
    allForms(db),
  ]);
  const chosen = STANDINGS.flatMap((standing) => {
    const form_id = byStanding[standing];
    return form_id ? [{ standing, form_id }] : [];
  });
  const collective = forms.filter(({ standing }) => standing === 'collective').map(({ id }) => id);
  const texts = await storedTexts(db, {
    editions: [campaign.edition_a, campaign.edition_b],
    forms: [...new Set([...chosen.map(({ form_id }) => form_id), ...collective])],
    criteria: [...new Set(Object.values(settingsOf(campaign).criteria))],
  });
  return Kit.parse({
    format: KIT_FORMAT,
    version: KIT_VERSION,
    id: made.id,
    madeAt: made.at,
    rehearsal: deps.rehearsal,
    signingKey: made.signingKey,
    recipient: made.recipient,
    campaign: pinned,
    campaignForms: chosen,
    ...texts,
    units: path.toReversed(),
    ...rows,
  });
}

function notOpen(): AppError {
  return new AppError('not-allowed-now', {
    message: 'kits are issued in an open campaign',
    hint: 'Chỉ lập bộ cài khi đợt đang mở: danh mục và biểu mẫu trong bộ cài phải là bản đã chốt. Đồng chí mở đợt trước.',
  });
}

function madeMeanwhile(cause?: unknown): AppError {
  return new AppError('conflict', {
    message: 'another kit was issued',
    hint: 'Bộ cài của chi bộ này vừa được lập rồi. Đồng chí mở lại trang để xem; chỉ lập lại khi mất tệp hoặc mất mã.',
    cause,
  });
}
