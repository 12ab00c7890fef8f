import type { RoleName } from '../../db/schema.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import { EXEMPTION_WORDS } from '../branches/rules.ts';
import type { FieldErrors } from '../errors.ts';
import type { Viewer } from '../http/context.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { PersonChangeModel, PersonModel } from '../views/models/people.ts';
import { selectField } from '../views/parts.ts';
import type { CodeRequestRow, exemptionsOf, movesOf, PersonRow, UnitRow } from './queries.ts';
import { BRANCH_DUTIES, isSystemDuty, STANDING_WORDS } from './rules.ts';
import { fieldsFrom, forRadios, personFieldsOf, type Typed, unitOption } from './view-forms.ts';
import { accountWords, codeOffer, dutyWords, personPath, type Reach } from './view.ts';

/** One person as the office sees him: what the register holds, his duties, his way in. Nothing of what he writes. */
export interface PersonShown {
  person: PersonRow;
  unit: UnitRow;
  /** The units whose duties the viewer may hand out. */
  units: readonly UnitRow[];
  reach: Reach;
  moves: Awaited<ReturnType<typeof movesOf>>;
  exemptions: Awaited<ReturnType<typeof exemptionsOf>>;
  hasDraft: boolean;
  request: CodeRequestRow | undefined;
}

export function personPage(shown: PersonShown, viewer: Viewer, typed: Typed, errors: FieldErrors): PersonModel {
  const { person, unit, moves, exemptions, request } = shown;
  const path = personPath(person.id);
  const own = person.account_id === viewer.accountId;
  return {
    summary: errorSummary(errors),
    name: person.full_name,
    facts: factsOf(person, unit),
    change: `${path}/sua`,
    move: `${path}/chuyen`,
    exemptions: exemptions.map((row) => ({
      campaign: row.campaign_title,
      kind: EXEMPTION_WORDS[row.kind],
      reason: row.reason,
    })),
    duties: person.roles.map(({ role, unit_id: unitId }) => ({
      words: dutyWords(ROLE_WORDS[role], unitId, unit, shown.units),
      take: own || !shown.reach({ role, unitId }) ? null : { action: `${path}/nhiem-vu/thoi`, role, unitId },
    })),
    giving: own || person.account_id === null ? null : givingOf(shown, typed, errors),
    noGiving: own ? 'Không ai tự thay đổi nhiệm vụ của mình. Cần đổi thì đồng chí nhờ một quản trị khác.' : null,
    account: person.user_name === null ? null : { userName: person.user_name, state: accountWords(person) },
    code: own || request ? null : codeOffer(person, shown.reach, shown.hasDraft),
    request: request
      ? { text: 'Xem đề nghị cấp mã đang mở', href: `/chi-bo/${person.unit_id}/cap-ma/${request.id}` }
      : null,
    moves: moves.map((move) => ({
      movedOn: formatDate(move.moved_on),
      words: `Từ ${move.from_name} sang ${move.to_name}`,
      reason: move.reason,
    })),
  };
}

function factsOf(person: PersonRow, unit: UnitRow): PersonModel['facts'] {
  return [
    { label: 'Chi bộ', value: unit.name },
    { label: 'Ngày sinh', value: formatDate(person.birth_date) },
    { label: 'Đảng viên', value: person.official ? 'Chính thức' : 'Dự bị' },
    { label: 'Đối tượng kiểm điểm', value: STANDING_WORDS[person.standing] },
    { label: 'Đơn vị công tác', value: person.workplace },
    { label: 'Chức vụ Đảng', value: person.party_post },
    { label: 'Chức vụ chính quyền', value: person.government_post },
    { label: 'Chức vụ đoàn thể', value: person.union_post },
    { label: 'Thủ trưởng đánh giá', value: person.has_agency ? 'Có' : 'Không' },
    { label: 'Số thẻ đảng viên', value: person.card_number },
    { label: 'Cấp ủy nơi cư trú', value: person.residence },
  ].map(({ label, value }) => ({ label, value: value || 'Chưa ghi' }));
}

function givingOf({ person, units, reach }: PersonShown, typed: Typed, errors: FieldErrors): PersonModel['giving'] {
  const field = fieldsFrom(typed, errors);
  const roles = (Object.keys(ROLE_WORDS) as RoleName[]).filter((role) =>
    isSystemDuty(role) ? units.some(({ id }) => reach({ role, unitId: id })) : true,
  );
  const offered = person.official ? roles : roles.filter((role) => !BRANCH_DUTIES.includes(role));
  return {
    action: `${personPath(person.id)}/nhiem-vu/giao`,
    role: selectField({
      ...field('nhiem_vu', 'Giao thêm nhiệm vụ'),
      ...(person.official ? {} : { hint: 'Đảng viên dự bị không giữ nhiệm vụ ở chi bộ.' }),
      options: offered.map((role) => ({ value: role, text: ROLE_WORDS[role] })),
    }),
    unit: selectField({
      ...field('noi_nhiem_vu', 'Ở tổ chức nào'),
      hint: 'Để trống là ở chính chi bộ nơi sinh hoạt. Văn phòng và quản trị thường thuộc đảng ủy.',
      optional: true,
      options: units.map(unitOption),
    }),
  };
}

/** The record as the form would post it. */
export function typedPerson(person: PersonRow): Typed {
  return {
    ho_ten: person.full_name,
    ngay_sinh: formatDate(person.birth_date),
    don_vi: person.workplace,
    chuc_vu_dang: person.party_post,
    chuc_vu_chinh_quyen: person.government_post,
    chuc_vu_doan_the: person.union_post,
    doi_tuong: person.standing,
    chinh_thuc: String(person.official),
    ...(person.has_agency ? { co_co_quan: '1' } : {}),
    so_the: person.card_number,
    noi_cu_tru: person.residence,
  };
}

export function personChangePage(
  person: PersonRow,
  typed: Typed,
  errors: FieldErrors,
  conflict = false,
): PersonChangeModel {
  return {
    summary: errorSummary(forRadios(errors, ['doi_tuong', 'chinh_thuc'])),
    conflict,
    name: person.full_name,
    action: `${personPath(person.id)}/sua`,
    version: person.version,
    back: personPath(person.id),
    ...personFieldsOf(typed, errors),
  };
}

/** Somebody was first: what is stored now, beside each field that was typed otherwise. */
export function storedBeside(stored: Typed, typed: Typed, words: (name: string, value: string) => string): FieldErrors {
  const names = Object.keys({ ...stored, ...typed }).filter((name) => name !== 'phien_ban');
  return Object.fromEntries(
    names
      .filter((name) => (stored[name] ?? '').trim() !== (typed[name] ?? '').trim())
      .map((name) => [name, `Người khác vừa ghi: ${words(name, stored[name] ?? '')}`]),
  );
}

/** A stored value as a person reads it. */
export function personWords(name: string, value: string): string {
  if (name === 'doi_tuong') return `“${STANDING_WORDS[value as keyof typeof STANDING_WORDS]}”.`;
  if (name === 'chinh_thuc') return value === '1' ? '“Chính thức”.' : '“Dự bị”.';
  if (name === 'co_co_quan') return value === '1' ? 'có đánh dấu.' : 'không đánh dấu.';
  return value === '' ? 'để trống.' : `“${value}”.`;
}
