import type { Link } from './layout.ts';
import type { ErrorSummary, Pager, TextField, WordCopies } from './parts.ts';
import type { AnswerGroup, AnswerRow } from './reviews.ts';
import type { SignedNote } from './verification.ts';

/** What a branch's leaders read and judge, and the remark and answer that go to and fro (templates/reviews). */
export interface ReadingModels {
  'reviews/doc': ReadingModel;
  'reviews/judged': JudgedModel;
  'reviews/answer-remark': AnswerRemarkModel;
  'partials/history': { history: HistoryEntry[] };
  'partials/read-rows': { rows: AnswerRow[] };
}

/** One step of a review after its author handed it in. */
export interface HistoryEntry {
  what: string;
  who: string;
  /** ISO instant. */
  at: string;
  remark: { label: string; text: string } | null;
  answer: string | null;
}

export interface ReadingModel {
  summary: ErrorSummary | null;
  title: string;
  state: string;
  facts: { label: string; value: string }[];
  papers: Link[];
  word: WordCopies;
  signed: SignedNote;
  history: HistoryEntry[];
  /** Whether last year's review stands beside, or why none does. */
  lastYear: string;
  sections: ReadingSection[];
  /** Each list closed until somebody opens it; nothing in it is counted. */
  signs: { summary: string; groups: AnswerGroup[] }[];
  judging: Judging | null;
  /** For those who read and do not judge: who does. */
  judge: string | null;
}

export interface ReadingSection {
  id: string;
  heading: string;
  rows: AnswerRow[];
  /** The same section of the year before, and this year's own name beside it; null where that year has none. */
  last: { now: string; summary: string; rows: AnswerRow[] } | null;
}

interface Judging {
  /** The version that was read: nobody judges a later one by mistake. */
  version: number;
  returning: { action: string; remark: TextField; next: string };
  accepting: { action: string; next: string };
}

/** After the act, or after somebody else was first. */
export interface JudgedModel {
  title: string;
  /** "Đồng chí Lương Văn Mẫu, lúc 09:41:05 ngày 22/11/2026" is put together from these. */
  who: string;
  at: string;
  remark: string | null;
  next: string;
  /** Somebody else was first: nothing of this was done; what was typed stands here to be copied. */
  lost: { text: string; typed: string | null } | null;
  links: Link[];
}

export interface AnswerRemarkModel {
  summary: ErrorSummary | null;
  action: string;
  autosave: string;
  returnTo: string;
  remark: { from: string; text: string };
  answer: TextField;
  pager: Pager;
}
