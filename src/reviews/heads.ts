import { type Collective, collectiveName, collectiveOf } from '../branches/rules.ts';
import { settingsOf } from '../campaigns/settings.ts';
import type { Deps } from '../deps.ts';
import type { HeadFieldKey } from '../forms/version.ts';
import { committeeOf, type MemberRow, memberCount, type UnitRow } from '../units/queries.ts';
import type { CollectiveHead, PersonalHead } from './content.ts';

/** Whose review it is, as its paper names them. `typed` gives what was written into the form's head. */
type Typed = (key: HeadFieldKey) => string | undefined;

export function personalHead(member: MemberRow, unit: UnitRow, typed: Typed): PersonalHead {
  return {
    fullName: typed('fullName') ?? member.full_name,
    birthDate: typed('birthDate') ?? member.birth_date,
    partyPost: typed('partyPost') ?? member.party_post,
    governmentPost: typed('governmentPost') ?? member.government_post,
    unionPost: typed('unionPost') ?? member.union_post,
    workplace: typed('workplace') ?? member.workplace,
    branch: unit.name,
    hasAgency: member.has_agency === 1,
  };
}

export function collectiveHead(standing: CollectiveStanding, unit: UnitRow, typed: Typed): CollectiveHead {
  return {
    kind: 'collective',
    unit: collectiveName(unit.name, standing.collective),
    period: typed('period') ?? '',
    membership: typed('membership') ?? '',
    signer: standing.signer,
    draftNumber: null,
  };
}

/** As what a branch reviews itself, by how many, and who signs for it. */
export interface CollectiveStanding {
  collective: Collective;
  inCommittee: number;
  members: number;
  /** Empty where the register names no secretary, or several. */
  signer: string;
}

export async function collectiveStanding(
  db: Deps['store']['db'],
  unit: UnitRow,
  campaign: { settings: string },
): Promise<CollectiveStanding> {
  const [committee, members] = await Promise.all([committeeOf(db, unit.id), memberCount(db, unit.id)]);
  const inCommittee = new Set(committee.map(({ account_id: id }) => id)).size;
  const secretaries = committee.filter(({ role }) => role === 'secretary');
  const branch = { hasCommittee: unit.has_branch_committee === 1, inCommittee, members };
  return {
    collective: collectiveOf(branch, settingsOf(campaign).fewestInCollective),
    inCommittee,
    members,
    signer: secretaries.length === 1 ? (secretaries[0]?.display_name ?? '') : '',
  };
}
