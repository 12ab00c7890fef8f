import * as z from 'zod';
import type { Database } from '../../db/schema.ts';
import { STORABLE } from '../http/text.ts';

/**
 * The rows that travel, column by column: a file is another machine's word, so nothing of it reaches the database that
 * does not have its very shape. An `account_id` that is nobody's here falls to whoever takes the file in.
 */

/** UUIDv7, or the name of a shipped edition or form. */
const Id = z.string().regex(/^[a-z0-9-]{3,64}$/);
const Line = z.string().max(1_000).regex(STORABLE);
const Text = z.string().max(25_000).regex(STORABLE);
const Instant = z.iso.datetime();
const Day = z.iso.date();
const Flag = z.literal([0, 1]);
const Count = z.int().min(0).max(1_000_000);
const Key = z.string().regex(/^[A-Za-z0-9._-]{1,120}$/);
/** 'collective', or a member. */
const Subject = Id;

type Row<Table extends keyof Database, Left extends keyof Database[Table] = never> = z.ZodType<
  Omit<Database[Table], Left>
>;

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A list or a form as it is stored: the text of its body is what its hash is of. */
export const Edition = z.strictObject({
  id: Id,
  list: z.enum(['A', 'B']),
  edition: Count,
  body: z.string().max(2_000_000).regex(STORABLE),
  sha256: Sha256,
});
export const Form = z.strictObject({
  id: Id,
  standing: z.enum(['leader', 'no_post', 'outside', 'collective']),
  body: z.string().max(2_000_000).regex(STORABLE),
  sha256: Sha256,
});
export const Criteria = z.strictObject({
  id: Id,
  unit_id: Id,
  name: Line,
  body: z.string().max(500_000).regex(STORABLE),
  sha256: Sha256,
});

export const Unit = z.strictObject({
  id: Id,
  parent_id: Id.nullable(),
  kind: z.enum(['committee', 'branch']),
  name: Line.min(1),
  paper_name: Line,
  place: Line,
  has_branch_committee: Flag,
  version: Count,
}) satisfies Row<'unit'>;

export const Member = z.strictObject({
  id: Id,
  unit_id: Id,
  full_name: Line.min(1),
  folded_name: Line,
  birth_date: z.string().regex(/^\d{4}(-\d{2}-\d{2})?$/),
  workplace: Line,
  party_post: Line,
  government_post: Line,
  union_post: Line,
  standing: z.enum(['leader', 'no_post', 'outside']),
  official: Flag,
  has_agency: Flag,
  card_number: z.string().regex(/^(\d{8,12})?$/),
  residence: Line,
  version: Count,
}) satisfies Row<'member'>;

export const Campaign = z.strictObject({
  id: Id,
  unit_id: Id,
  year: Count,
  title: Line,
  opens_on: Day,
  due_on: Day,
  edition_a: Id,
  edition_b: Id,
  network_text_number: Line,
  network_text_date: Day.nullable(),
  wording_decision_number: Line,
  wording_decision_date: Day.nullable(),
  signs_required: Flag,
  list_b_outside: Flag,
  retired_secretary_standing: z.enum(['leader', 'outside']),
  settings: z.string().max(100_000).regex(STORABLE),
}) satisfies Row<'campaign', 'state' | 'version'>;

export const Exemption = z.strictObject({
  member_id: Id,
  kind: z.enum(['excused', 'suspended', 'new', 'elsewhere', 'outside_tool']),
  reason: Text,
  at: Instant,
}) satisfies Row<'exemption', 'campaign_id' | 'account_id' | 'version'>;

export const Suggestion = z.strictObject({
  id: Id,
  member_id: Id.nullable(),
  unit_id: Id.nullable(),
  text: Text,
  source: Line,
  document_number: Line,
  document_date: Day.nullable(),
  at: Instant,
}) satisfies Row<'suggestion', 'campaign_id' | 'account_id' | 'withdrawn_at'>;

export const Residence = z.strictObject({
  member_id: Id,
  state: z.enum(['requested', 'received', 'exempt']),
  requested_on: Day.nullable(),
  received_on: Day.nullable(),
  note: Text,
}) satisfies Row<'residence_comment', 'campaign_id' | 'version'>;

export const Conclusion = z.strictObject({
  id: Id,
  member_id: Id.nullable(),
  origin: z.enum(['branch', 'higher']),
  text: Text,
  source_year: Count.nullable(),
  account_id: Id,
  at: Instant,
}) satisfies Row<'conclusion', 'campaign_id' | 'unit_id' | 'withdrawn_at' | 'withdrawn_reason' | 'withdrawn_by'>;

/** A review that was handed in: never a draft, nor one that is back with its author. */
export const Review = z.strictObject({
  id: Id,
  member_id: Id.nullable(),
  form_id: Id,
  state: z.enum(['submitted', 'accepted', 'closed']),
  submissions: Count.min(1),
  reference: z.string().regex(/^\d{4}-\d{3}-\d{3}$/),
  created_at: Instant,
  submitted_at: Instant.nullable(),
  state_at: Instant,
}) satisfies Row<'review', 'campaign_id' | 'unit_id' | 'version'>;

/** Where a review has been, without the remarks: those stay between its author and his branch. */
export const ReviewStep = z.strictObject({
  id: Id,
  review_id: Id,
  from_state: z.enum(['none', 'draft', 'submitted', 'returned', 'accepted', 'closed']),
  to_state: z.enum(['draft', 'submitted', 'returned', 'accepted', 'closed']),
  account_id: Id,
  at: Instant,
}) satisfies Row<'review_step', 'remark'>;

/** The frozen record of one review; `content` is the canonical JSON that `sha256` is of. */
export const FrozenRecord = z.strictObject({
  id: Id,
  review_id: Id,
  submission: Count.min(1),
  sha256: Sha256,
  form_id: Id,
  edition_a: z.union([Id, z.literal('')]),
  edition_b: z.union([Id, z.literal('')]),
  template: Line,
  frozen_at: Instant,
  content: z.string().max(5_000_000).regex(STORABLE),
});

export const DraftSending = z.strictObject({
  submission: Count,
  number: Count,
  meeting_on: z.union([Day, z.literal('')]),
  late_reason: Text,
  account_id: Id,
  sent_at: Instant,
}) satisfies Row<'draft_sending', 'review_id'>;

export const Rating = z.strictObject({
  subject: Subject,
  agency_level: Line,
  committee_level: Line,
  mass_body_level: Line,
  branch_level: Line,
  reason: Text,
  quarters: Line,
  tasks_done: Line,
  version: Count,
  saved_at: Instant,
});

export const Discipline = z.strictObject({
  id: Id,
  member_id: Id.nullable(),
  kind: Line,
  duty_related: Flag,
  document: Line,
  decided_on: Day,
  account_id: Id,
  at: Instant,
}) satisfies Row<'discipline', 'campaign_id' | 'unit_id' | 'withdrawn_at'>;

export const HandUpStep = z.strictObject({
  id: Id,
  kind: z.enum(['handed', 'given_back']),
  reason: Text,
  account_id: Id,
  at: Instant,
}) satisfies Row<'hand_up_step', 'campaign_id' | 'unit_id'>;

const Exempt = z.enum(['', 'excused', 'suspended', 'new', 'elsewhere', 'outside_tool']);

/** The meeting with its minutes, who was there, and the totals of its ballots; never a single vote. */
export const Meeting = z.strictObject({
  id: Id,
  state: z.enum(['planned', 'held', 'closed']),
  held_on: Line,
  starts_at: Line,
  place: Line,
  chair: Line,
  clerk: Line,
  content: Text,
  entered_after: Flag,
  attendance: z.array(
    z.strictObject({ member_id: Id, presence: z.enum(['present', 'excused', 'absent']), reason: Text }),
  ),
  fields: z.array(z.strictObject({ subject: Subject, key: Key, value: Text, saved_at: Instant })),
  subjects: z.array(z.strictObject({ subject: Subject, position: Count, name: Line, post: Line, exemption: Exempt })),
  roster: z.array(
    z.strictObject({ member_id: Id, position: Count, name: Line, post: Line, official: Flag, exemption: Exempt }),
  ),
  counts: z.array(
    z.strictObject({
      subject: Subject,
      issued: Count,
      returned: Count,
      valid: Count,
      invalid: Count,
      saved_at: Instant,
    }),
  ),
  votes: z.array(z.strictObject({ subject: Subject, level: Key, votes: Count })),
});

export { Id, Instant, Line };
