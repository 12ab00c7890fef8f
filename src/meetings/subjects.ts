import type { ExemptionKind, MeetingSubjectTable, ReviewState, RoleName, Standing } from '../../db/schema.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import type { SeasonPerson } from '../branches/queries.ts';
import { isReviewed } from '../branches/rules.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import { standingInCampaign } from '../campaigns/rules.ts';
import type { FormLevel, FormVersion } from '../forms/version.ts';

/** What the meeting speaks about, one after the other: the collective, then everybody reviewed, the head first. */
export interface Subject {
  /** 'collective', or a member's id: the key of its texts and ballots. */
  key: string;
  name: string;
  /** "Bí thư chi bộ"; empty where a person holds no post of the Party. */
  post: string;
  memberId: string | null;
  exemption: ExemptionKind | null;
  /** Levels of the form the subject is reviewed with. */
  levels: readonly FormLevel[];
  /** null before it is begun. */
  review: { id: string; state: ReviewState; submissions: number } | null;
  /** Something is recorded, but the person is not reviewed here any more. */
  left: boolean;
}

export const COLLECTIVE = 'collective';

interface ReviewAt {
  id: string;
  member_id: string | null;
  form_id: string;
  state: ReviewState;
  submissions: number;
}

export interface SubjectSources {
  people: readonly SeasonPerson[];
  /** The branch's reviews in the campaign. */
  reviews: readonly ReviewAt[];
  forms: readonly FormVersion[];
  /** The campaign's form of each standing. */
  formIds: Partial<Record<Standing, string>>;
  campaign: Pick<CampaignRow, 'year' | 'retired_secretary_standing'>;
  /** Subjects that have a text or a count at this meeting. */
  recorded: ReadonlySet<string>;
  /** Recorded or kept people who stand in no list of the branch any more. */
  gone: readonly { id: string; full_name: string; standing: Standing }[];
  /** The subjects of a closed meeting as they stood then; null while it is open. */
  kept: readonly KeptSubject[] | null;
}

type KeptSubject = Pick<MeetingSubjectTable, 'subject' | 'name' | 'post' | 'exemption'>;

/** Exempt people are left out; who is elsewhere for a while is still rated here; nothing recorded ever vanishes. */
export function subjectsOf(from: SubjectSources): Subject[] {
  const { people, gone, recorded, kept } = from;
  const all = [
    collectiveSubject(from),
    ...people.map((person) => personSubject(from, person, !isReviewed(person))),
    ...gone.map((person) => personSubject(from, { ...person, roles: [], party_post: '', exemption: null }, true)),
  ];
  if (kept === null) return all.filter(({ key, left }) => !left || recorded.has(key));
  const now = new Map(all.map((subject) => [subject.key, subject]));
  return kept.flatMap(({ subject, name, post, exemption }) => {
    const found = now.get(subject);
    return found ? [{ ...found, name, post, exemption: exemption || null, left: false }] : [];
  });
}

type Person = Pick<SeasonPerson, 'id' | 'full_name' | 'standing' | 'roles' | 'party_post' | 'exemption'>;

function personSubject(from: SubjectSources, person: Person, left: boolean): Subject {
  const review = from.reviews.find(({ member_id: id }) => id === person.id);
  const secretaryOfOwnBranch = person.roles.includes('secretary');
  const standing = standingInCampaign({ standing: person.standing, secretaryOfOwnBranch }, from.campaign);
  return {
    key: person.id,
    name: person.full_name,
    post: postOf(person),
    memberId: person.id,
    exemption: person.exemption?.kind ?? null,
    levels: levelsOf(from, review?.form_id ?? from.formIds[standing]),
    review: reviewOf(review),
    left,
  };
}

function collectiveSubject(from: SubjectSources): Subject {
  const review = from.reviews.find(({ member_id: id }) => id === null);
  return {
    key: COLLECTIVE,
    name: 'Tập thể chi bộ',
    post: '',
    memberId: null,
    exemption: null,
    levels: levelsOf(from, review?.form_id ?? collectiveFormId(from)),
    review: reviewOf(review),
    left: false,
  };
}

function reviewOf(review: ReviewAt | undefined): Subject['review'] {
  return review ? { id: review.id, state: review.state, submissions: review.submissions } : null;
}

const POSTS: readonly RoleName[] = ['secretary', 'deputy', 'committee_member'];

/** The duty held in the branch, else what the register says; that somebody is a member goes without saying. */
export function postOf(person: Pick<SeasonPerson, 'roles' | 'party_post'>): string {
  const held = POSTS.find((role) => person.roles.includes(role));
  if (held) return ROLE_WORDS[held];
  return /^đảng viên/i.test(person.party_post) ? '' : person.party_post;
}

/** Without a form of his own a person is voted on by the levels of the campaign's other forms: they are the same. */
function levelsOf({ forms, formIds }: SubjectSources, formId: string | undefined): readonly FormLevel[] {
  const usual = Object.values(formIds)[0];
  return (forms.find(({ id }) => id === formId) ?? forms.find(({ id }) => id === usual))?.levels ?? [];
}

/** Of the collective's forms in force when the year ends, the one that came last. */
function collectiveFormId({ forms, campaign }: SubjectSources): string | undefined {
  const end = `${campaign.year}-12-31`;
  return forms
    .filter(
      (form) => form.standing === 'collective' && form.effectiveFrom <= end && (form.effectiveUntil ?? end) >= end,
    )
    .toSorted((left, right) => right.effectiveFrom.localeCompare(left.effectiveFrom))[0]?.id;
}
