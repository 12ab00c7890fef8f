import { paragraphs } from '../views/document.ts';
import { citedDate } from '../views/formats.ts';
import type { DocumentPaper, OfficialDocument } from '../views/models/document.ts';
import { committeeSignature, isTwoSided, issuedHead, type PaperIssuer } from '../units/print-issuer.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import type { DecisionRow } from './queries.ts';
import { labelOf } from './rules.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision } from './table.ts';

/** Notices of the result, one page for each: nobody's level stands on another's page. */

export function noticePaper(
  table: BranchTable,
  subjects: readonly RatedSubject[],
  print: { committee: PaperIssuer | null; rehearsal: boolean },
): DocumentPaper {
  const decided = subjects.filter((subject) => currentDecision(subject) !== null);
  const [only] = decided;
  const whose = decided.length === 1 && only ? only.name : table.unit.name;
  return {
    documentTitle: `Thông báo kết quả đánh giá, xếp loại năm ${table.campaign.year}, ${whose}`,
    stamp: print.rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(print.committee, decided.length),
    landscape: false,
    documents: decided.map((subject) => notice(table, subject, print.committee)),
  };
}

function notice(table: BranchTable, subject: RatedSubject, committee: PaperIssuer | null): OfficialDocument {
  const { unit, campaign } = table;
  const decision = currentDecision(subject) as DecisionRow;
  const collective = subject.kind === 'collective';
  return {
    formLabel: null,
    // The committee issues it: superior and issuer of the head stand one step above those of the branch's own papers.
    head: issuedHead(committee, null, {
      number: `Số ……-TB/${signOf(decision.number)}`,
      draftMark: null,
    }),
    kindPhrases: ['THÔNG BÁO'],
    subjectLines: [`kết quả đánh giá, xếp loại năm ${campaign.year}`],
    hyphens: true,
    addressees: [collective ? unit.name : `Đồng chí ${subject.name}, ${unit.name}`],
    blocks: [paragraphs(sentences(table, subject, decision).join('\n'))],
    signatures: [committeeSignature(committee, signerOf(decision.body))],
    recipients: ['Như trên', ...(collective ? [] : [unit.name]), 'Lưu'],
  };
}

function sentences(table: BranchTable, subject: RatedSubject, decision: DecisionRow): string[] {
  const { campaign, unit } = table;
  const who =
    subject.kind === 'collective'
      ? `Tập thể ${unit.name}`
      : `Đồng chí ${subject.name}, sinh ${bornOn(subject.birthDate)}, sinh hoạt tại ${unit.name}`;
  const earlier = subject.decisions.find(({ id }) => id === decision.replaces_id);
  return [
    `Theo Quyết định số ${decision.number}, ngày ${citedDate(decision.decided_on)}, của ${decision.body}, kết quả đánh giá, xếp loại chất lượng năm ${campaign.year} như sau:`,
    `${who}: ${labelOf(subject.levels, decision.level)}.`,
    ...(earlier
      ? [
          `Mức này thay mức ${labelOf(subject.levels, earlier.level)} tại Quyết định số ${earlier.number}, ngày ${citedDate(earlier.decided_on)}. Lý do: ${sentence(decision.reason)}`,
        ]
      : []),
    subject.kind === 'collective'
      ? 'Thông báo để chi bộ biết và thực hiện.'
      : 'Thông báo để đồng chí biết. Nếu có ý kiến về kết quả này, đồng chí gửi chi bộ hoặc cấp ủy bằng văn bản.',
  ];
}

/** Some of the oldest members' papers hold only a year. */
export function bornOn(birthDate: string): string {
  return birthDate.includes('-') ? `ngày ${citedDate(birthDate)}` : `năm ${birthDate}`;
}

/** What closes a line of a paper is a full stop (05-HD/VPTW). */
export function sentence(text: string): string {
  const joined = text.trim().replace(/\s*\n\s*/g, ' ');
  return /[.!?…]$/.test(joined) ? joined : `${joined}.`;
}

/** "45-QĐ/ĐU" → "ĐU": the same body signs the notice; "ĐU" where the number does not say. */
export function signOf(number: string): string {
  return /\/([\p{L}\d.-]+)$/u.exec(number)?.[1] ?? 'ĐU';
}

/** The body that decided signs for itself. */
export function signerOf(body: string): string {
  const known = /^(ban thường vụ|ban chấp hành|đảng ủy|chi ủy|chi bộ)/i.exec(body.trim())?.[1];
  return `T/M ${(known ?? 'cấp ủy').toLocaleUpperCase('vi')}`;
}
