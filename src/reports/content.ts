/** What a branch's report says, as its paper needs it: plain data, made of what is recorded, frozen when it is signed. */
export interface ReportContent {
  unit: {
    name: string;
    superior: string;
    superiorLines: string[];
    issuerLines: string[];
    place: string;
    /** T/M CHI ỦY signs, else T/M CHI BỘ. */
    hasCommittee: boolean;
    /** Left out where it prints as is usual, as in whatever was frozen before there were settings. */
    star?: boolean;
    twoSided?: boolean;
  };
  year: number;
  /** The how-manieth draft; null once signed. */
  draft: number | null;
  /** null until signed. */
  number: number | null;
  /** YYYY-MM-DD on the paper; null leaves it to the hand. */
  datedOn: string | null;
  signer: { post: string; name: string };
  texts: Partial<Record<ReportText, string>>;
  people: { all: number; official: number; probationary: number; toReview: number; handedIn: number };
  meeting: { heldOn: string; place: string; official: Present; probationary: Present } | null;
  /** null where the branch is reviewed with the committee above it. */
  collective: { own: string; proposed: string } | null;
  levels: LevelTable;
  earlier: EarlierRow[];
  proposals: ProposalRow[];
  notReviewed: NotReviewed[];
  /** null unless a recorded decision switched them on and they were reckoned. */
  signs: SignTotals | null;
}

export interface Present {
  summoned: number;
  present: number;
}

export interface LevelTable {
  /** Short names of the levels, the best first. */
  names: string[];
  rows: LevelRow[];
}

/** A group of like posts. `counts` in the order of the names; `open`: without a level. */
export interface LevelRow {
  name: string;
  total: number;
  counts: number[];
  open: number;
}

/** Last year's shortcomings and promises, as those who are reviewed gave their state. */
export interface EarlierRow {
  name: string;
  fixed: number;
  fixing: number;
  unfixed: number;
  unsaid: number;
}

export interface ProposalRow {
  kind: 'collective' | 'person';
  name: string;
  post: string;
  own: string;
  agency: string;
  votes: string[];
  proposed: string;
}

export interface NotReviewed {
  memberId: string;
  name: string;
  post: string;
  /** As the register or the branch's leaders give it. */
  reason: string;
  /** The leaders write the reason: the person should be reviewed and is not yet. */
  asked: boolean;
}

/** How many gave which answer, without names. null: hidden, so that nobody can be told from it. */
export interface SignTotals {
  decision: { number: string; date: string };
  takenOn: string;
  lists: {
    name: string;
    people: number;
    columns: string[];
    rows: { sign: string; counts: (number | null | '')[] }[];
  }[];
}

export const REPORT_TEXTS = [
  'opening',
  'situation',
  'direction',
  'meeting',
  'strengths',
  'shortcomings',
  'causes',
  'earlier',
  'rating',
  'evaluation',
  'remedies',
  'proposals',
] as const;

export type ReportText = (typeof REPORT_TEXTS)[number];

/** The day the leaders mean to put on the report; beside the texts, saved like them. */
export const DATE_KEY = 'date';

/** Why somebody who should be reviewed is not: `reason.<member>`. */
const REASON = /^reason\.([0-9a-f-]{36})$/;

export function reasonKey(memberId: string): string {
  return `reason.${memberId}`;
}

export function isReportKey(key: string): boolean {
  return key === DATE_KEY || REASON.test(key) || REPORT_TEXTS.some((known) => known === key);
}

export function reasonOf(key: string): string | undefined {
  return REASON.exec(key)?.[1];
}
