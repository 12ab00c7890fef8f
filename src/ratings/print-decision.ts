import { REDECISION_FORMS, type RedecisionForm } from '../../db/papers/redecision.ts';
import { centred, paragraphs } from '../views/document.ts';
import { citedDate } from '../views/formats.ts';
import type { DocumentPaper } from '../views/models/document.ts';
import { committeeSignature, isTwoSided, issuedHead, type PaperIssuer } from '../units/print-issuer.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import { bornOn, sentence, signerOf } from './print-notice.ts';
import type { DecisionRow } from './queries.ts';
import { labelOf } from './rules.ts';
import type { RatedSubject } from './subjects.ts';
import type { BranchTable } from './table.ts';

/** Mẫu 03, "QUYẾT ĐỊNH về việc đánh giá, xếp loại lại". Only a decision that replaces another has one. */
export function redecisionPaper(
  table: BranchTable,
  subject: RatedSubject,
  { decision, replaced }: { decision: DecisionRow; replaced: DecisionRow },
  print: { committee: PaperIssuer | null; rehearsal: boolean },
): DocumentPaper {
  const form = formOf(decision.decided_on);
  const { committee } = print;
  return {
    documentTitle: `Quyết định số ${decision.number} về việc đánh giá, xếp loại lại`,
    stamp: print.rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(committee),
    landscape: false,
    documents: [
      {
        formLabel: form.printLabel ? form.label : null,
        head: issuedHead(committee, decision.decided_on, {
          number: `Số ${decision.number}`,
          draftMark: null,
        }),
        kindPhrases: ['QUYẾT ĐỊNH'],
        subjectLines: [form.subjectLine],
        hyphens: true,
        addressees: [],
        blocks: [
          paragraphs([...form.grounds.map((ground) => `- ${ground};`), ground(replaced)].join('\n')),
          centred(`${decision.body.toLocaleUpperCase('vi')}\nQUYẾT ĐỊNH:`),
          paragraphs(articles(table, subject, decision, replaced).join('\n')),
        ],
        signatures: [committeeSignature(committee, signerOf(decision.body))],
        recipients: ['Như Điều 3', 'Lưu hồ sơ'],
      },
    ],
  };
}

function formOf(day: string): RedecisionForm {
  const [first] = REDECISION_FORMS;
  const inForce = REDECISION_FORMS.filter(({ effectiveFrom }) => effectiveFrom <= day);
  const newest = inForce.toSorted((left, right) => right.effectiveFrom.localeCompare(left.effectiveFrom))[0] ?? first;
  if (!newest) throw new Error('no form of a later decision is known');
  return newest;
}

function ground({ number, decided_on: day, body }: DecisionRow): string {
  return `- Xét Quyết định số ${number}, ngày ${citedDate(day)}, của ${body} và lý do nêu tại Điều 2,`;
}

function articles(table: BranchTable, subject: RatedSubject, decision: DecisionRow, replaced: DecisionRow): string[] {
  const { unit, campaign } = table;
  const level = (key: string) => labelOf(subject.levels, key);
  const who =
    subject.kind === 'collective'
      ? `tập thể ${unit.name}`
      : `đồng chí ${subject.name}, sinh ${bornOn(subject.birthDate)}, sinh hoạt tại ${unit.name}`;
  return [
    `Điều 1. Đánh giá, xếp loại lại chất lượng năm ${campaign.year} đối với ${who}: ${level(decision.level)}. Mức này thay mức ${level(replaced.level)} tại Quyết định số ${replaced.number}, ngày ${citedDate(replaced.decided_on)}.`,
    `Điều 2. Lý do: ${sentence(decision.reason)}`,
    `Điều 3. Quyết định này có hiệu lực kể từ ngày ký. ${unit.name}${subject.kind === 'collective' ? '' : ' và đồng chí có tên tại Điều 1'} chịu trách nhiệm thi hành.`,
  ];
}
