import type { BranchNav } from './branches.ts';
import type { Link } from './layout.ts';
import type { ErrorSummary, LineField, TextField } from './parts.ts';
import type { AnswerGroup, YearRow } from './reviews.ts';

/** Models of the branch's review of itself as a collective (Mẫu 01): templates/reviews/collective*. */
export interface CollectiveModels {
  'reviews/collective': CollectiveModel;
  /** No campaign was ever made for the branch. */
  'reviews/collective-none': Record<string, never>;
  'reviews/collective-send': CollectiveSendModel;
  'reviews/collective-read': CollectiveReadModel;
  'partials/collective-notice': CollectiveNotice;
}

/** Where the report stands: what its leaders do next. */
export interface CollectiveModel {
  nav: BranchNav;
  campaign: string;
  summary: ErrorSummary | null;
  /** As what the branch reviews itself, and why: one sentence a line. */
  rule: string[];
  /** The form, and which of its words are not the official ones. */
  formNote: string | null;
  /** null where there is nothing to begin: the rule says what to do instead. */
  begin: { action: string; text: string } | null;
  report: CollectiveReport | null;
  /** Other years' reports. */
  years: YearRow[];
}

interface CollectiveReport {
  /** "CHƯA GỬI", "ĐÃ GỬI DỰ THẢO LẦN 1", "ĐÃ THÔNG QUA". */
  state: string;
  /** ISO instant of it; null where the day says it. */
  at: string | null;
  done: boolean;
  lines: string[];
  /** What was said when the draft was taken back to be changed. */
  remark: { from: string; text: string } | null;
  action: Link | null;
  /** The meeting and the working days before it. */
  meeting: { lines: string[]; late: boolean } | null;
  papers: Link[];
  /** Only for those who lead the branch, while the draft is with the participants. */
  after: { pass: { action: string; day: LineField }; revise: { action: string; remark: TextField } } | null;
  reference: string;
}

/** Everything once more, and the one button that sends the draft to the participants. */
export interface CollectiveSendModel {
  summary: ErrorSummary | null;
  missing: Link[];
  contradictions: Link[];
  warnings: Link[];
  thoughts: Link[];
  groups: AnswerGroup[];
  draftPaper: string;
  whichDraft: string;
  participants: number;
  /** null for a member of the chi ủy who does not lead the branch, and while something is missing. */
  form: {
    action: string;
    /** The meeting as it is planned; null: its day is asked here. */
    planned: string | null;
    day: LineField | null;
    rule: string;
    /** "Họp ngày 05/12/2026, gửi hôm nay 03/12/2026: còn 1 ngày làm việc, quy định ít nhất 3."; null: no day is known. */
    notice: { text: string; late: boolean } | null;
    lateReason: TextField | null;
    reason: TextField | null;
  } | null;
  /** Why there is no button; null where there is one. */
  waiting: string | null;
}

/** What the participants read: the draft as it was sent, or the report as the meeting passed it. */
export interface CollectiveReadModel {
  title: string;
  /** "Dự thảo lần 1", "Đã thông qua tại hội nghị ngày 05/12/2026". */
  mark: string;
  draft: boolean;
  lines: string[];
  papers: Link[];
  groups: AnswerGroup[];
}

/** On a member's home page: there is a draft to read before the meeting. */
export interface CollectiveNotice {
  heading: string;
  text: string;
  links: Link[];
}
