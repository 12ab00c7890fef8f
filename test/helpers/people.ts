import { acknowledgeNotice, insertAccount, insertRole } from '../../src/accounts/statements.ts';
import { NOTICE_VERSION } from '../../src/accounts/rules.ts';
import { insertCampaign, insertCampaignForm } from '../../src/campaigns/statements.ts';
import type { Deps } from '../../src/deps.ts';
import { foldName } from '../../src/units/rules.ts';
import { insertMember, insertUnit } from '../../src/units/statements.ts';
import type { CampaignTable, RoleName, Standing } from '../../db/schema.ts';

/** A small Party office of the tests: one committee, two branches, and a neighbour committee with a branch of its own. */
export interface Office {
  committee: string;
  branch: string;
  otherBranch: string;
  foreignCommittee: string;
  foreignBranch: string;
}

export interface Person {
  accountId: string;
  memberId: string;
  userName: string;
  fullName: string;
  unitId: string;
}

export async function seedOffice(deps: Deps): Promise<Office> {
  const id = () => deps.newId();
  const office = { committee: id(), branch: id(), otherBranch: id(), foreignCommittee: id(), foreignBranch: id() };
  const unit = (unitId: string, parent: string | null, name: string, committee = 1) =>
    insertUnit(deps.store.db, {
      id: unitId,
      parent_id: parent,
      kind: parent ? 'branch' : 'committee',
      name,
      paper_name: name.toLocaleUpperCase('vi'),
      place: 'Hà Nội',
      has_branch_committee: committee,
      version: 1,
    });
  await deps.store.atomic([
    unit(office.committee, null, 'Đảng ủy phường Thử Nghiệm'),
    unit(office.branch, office.committee, 'Chi bộ Số 1'),
    unit(office.otherBranch, office.committee, 'Chi bộ Số 2', 0),
    unit(office.foreignCommittee, null, 'Đảng ủy phường Láng Giềng'),
    unit(office.foreignBranch, office.foreignCommittee, 'Chi bộ Láng Giềng'),
  ]);
  return office;
}

export async function seedPerson(
  deps: Deps,
  unitId: string,
  fullName: string,
  more: { roles?: { unitId: string; role: RoleName }[]; standing?: Standing; birthDate?: string } = {},
): Promise<Person> {
  const person = { accountId: deps.newId(), memberId: deps.newId(), unitId, fullName, userName: userNameFor(fullName) };
  const at = deps.now().toISOString();
  await deps.store.atomic([
    insertMember(deps.store.db, {
      id: person.memberId,
      unit_id: unitId,
      full_name: fullName,
      folded_name: foldName(fullName),
      birth_date: more.birthDate ?? '1968-05-19',
      workplace: 'Phòng Thử Nghiệm',
      party_post: '',
      government_post: '',
      union_post: '',
      standing: more.standing ?? 'no_post',
      official: 1,
      has_agency: 1,
      card_number: '',
      residence: '',
      version: 1,
    }),
    insertAccount(deps.store.db, {
      id: person.accountId,
      member_id: person.memberId,
      user_name: person.userName,
      display_name: fullName,
      password: null,
      disabled: 0,
      created_at: at,
      version: 1,
    }),
    acknowledgeNotice(deps.store.db, person.accountId, NOTICE_VERSION, at),
    ...(more.roles ?? []).map((held) =>
      insertRole(deps.store.db, { account_id: person.accountId, unit_id: held.unitId, role: held.role }),
    ),
  ]);
  return person;
}

let peopleMade = 0;

function userNameFor(fullName: string): string {
  peopleMade += 1;
  return `${foldName(fullName).replace(/[^a-z]/g, '')}${peopleMade}`;
}

/** An open campaign of 2026 on the shipped lists and forms. */
export async function seedCampaign(deps: Deps, unitId: string, more: Partial<CampaignTable> = {}): Promise<string> {
  const id = more.id ?? deps.newId();
  const standings = { no_post: '2b-2025', leader: '2a-2025', outside: '2c-2025' } as const;
  await deps.store.atomic([
    insertCampaign(deps.store.db, {
      id,
      unit_id: unitId,
      year: 2026,
      title: 'Kiểm điểm, đánh giá, xếp loại năm 2026',
      state: 'open',
      opens_on: '2026-11-01',
      due_on: '2026-12-15',
      edition_a: 'a-27-v1',
      edition_b: 'b-25-v1',
      network_text_number: '12-CV/ĐU',
      network_text_date: '2026-10-20',
      wording_decision_number: '',
      wording_decision_date: null,
      signs_required: 0,
      list_b_outside: 0,
      retired_secretary_standing: 'outside',
      settings: '{}',
      version: 1,
      ...more,
    }),
    ...Object.entries(standings).map(([standing, formId]) =>
      insertCampaignForm(deps.store.db, { campaign_id: id, standing: standing as Standing, form_id: formId }),
    ),
  ]);
  return id;
}
