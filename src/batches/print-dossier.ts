import { DOSSIER_FORMS, type DossierForm } from '../../db/papers/dossier.ts';
import { dayInHanoi } from '../calendar.ts';
import { currentDecision } from '../ratings/table.ts';
import { branchSignature, isTwoSided, issuedHead } from '../units/print-issuer.ts';
import { paragraphs, table } from '../views/document.ts';
import { citedDate } from '../views/formats.ts';
import type { DocumentPaper } from '../views/models/document.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import { type BatchPlace, COLLECTIVE } from './place.ts';

const COLUMNS = [
  { label: 'Stt', width: '11mm', align: 'center' },
  { label: 'Tên tài liệu', width: '72mm', align: 'left' },
  { label: 'Số, ngày', width: '42mm', align: 'left' },
  { label: 'Số tờ', width: '14mm', align: 'center' },
  { label: 'Ghi chú', width: '26mm', align: 'left' },
] as const;

/** What a line says of a document: `number` cites it; `note` says that it is there or why not, empty for the hand. */
interface Line {
  name: string;
  number: string;
  note: string;
}

/** Mẫu 04 of one person, or of the collective: what the dossier of this campaign holds (366-QĐ/TW, Điều 17). */
export async function dossierPaper(place: BatchPlace, subject: string): Promise<DocumentPaper> {
  const { season, deps } = place;
  const { unit, campaign, today } = season;
  const form = formOf(today);
  const [rated, secretary] = await Promise.all([place.table(), place.secretary()]);
  const known = rated.subjects.find((each) => each.subject === subject);
  const person = (await place.people()).find(({ id }) => id === subject);
  const name = person?.full_name ?? known?.name ?? '';
  const collective = subject === COLLECTIVE;
  const whose = collective ? `Tập thể: ${name}` : `Đồng chí: ${name}`;
  const lines = await linesOf(place, form, subject);
  return {
    documentTitle: `Danh mục hồ sơ kiểm điểm năm ${campaign.year}, ${name}`,
    stamp: deps.rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(season),
    landscape: false,
    documents: [
      {
        formLabel: form.printLabel ? form.label : null,
        head: issuedHead(season, today),
        kindPhrases: [form.title],
        subjectLines: [`kiểm điểm, đánh giá, xếp loại chất lượng năm ${campaign.year}`],
        hyphens: false,
        addressees: [],
        blocks: [
          paragraphs([whose, ...(collective ? [] : [`Sinh hoạt tại: ${unit.name}`])].join('\n')),
          table(
            COLUMNS,
            lines.map(({ name: what, number, note }, index) => [String(index + 1), what, number, '', note]),
          ),
        ],
        signatures: [
          { authority: 'NGƯỜI LẬP DANH MỤC', post: '', note: '(Ký, ghi rõ họ tên)', name: '' },
          branchSignature(season, { post: 'BÍ THƯ', name: secretary }),
        ],
        recipients: [],
      },
    ],
  };
}

const THERE = 'Có';
const NOT_YET = 'Chưa có';

async function linesOf(place: BatchPlace, { lines }: DossierForm, subject: string): Promise<Line[]> {
  const [reviews, pledged, meeting, rated, suggestions, people] = await Promise.all([
    place.reviews(),
    place.pledged(),
    place.meeting(),
    place.table(),
    place.suggestions(),
    place.people(),
  ]);
  const collective = subject === COLLECTIVE;
  const review = reviews.get(subject);
  const known = rated.subjects.find((each) => each.subject === subject);
  const decision = known && currentDecision(known);
  const comments = people.find(({ id }) => id === subject)?.comments;
  const asked = suggestions.filter(({ member_id }) => (member_id ?? COLLECTIVE) === subject);
  const heldOn = meeting?.closed ? meeting.heldOn : null;
  const frozenOn = review && dayInHanoi(new Date(review.frozenAt));
  return [
    there(collective ? lines.collectiveReview : lines.personReview, frozenOn ? dated(frozenOn) : null),
    ...(pledged.has(subject) && frozenOn ? [there(lines.pledge, dated(frozenOn))] : []),
    ...(comments ? [{ name: lines.residence, number: '', note: COMMENT_NOTES[comments] }] : []),
    there(lines.minutes, heldOn && dated(heldOn)),
    there(lines.appraisal, rated.handedAt && dated(dayInHanoi(new Date(rated.handedAt)))),
    there(lines.conclusion, decision ? cited(decision.number, decision.decided_on) : null),
    ...asked.map((one) => there(lines.suggestion, cited(one.document_number, one.document_date ?? ''))),
    ...lines.more.map((name) => ({ name, number: '', note: '' })),
  ];
}

const COMMENT_NOTES = {
  open: NOT_YET,
  requested: 'Đã gửi đề nghị, chưa nhận',
  received: THERE,
  exempt: 'Được miễn',
} as const;

function there(name: string, number: string | null | undefined): Line {
  return { name, number: number ?? '', note: number ? THERE : NOT_YET };
}

function dated(day: string): string {
  return `Ngày ${citedDate(day)}`;
}

function cited(number: string, day: string): string {
  return [number ? `Số ${number}` : '', day ? `ngày ${citedDate(day)}` : ''].filter(Boolean).join(', ') || THERE;
}

function formOf(day: string): DossierForm {
  const [first] = DOSSIER_FORMS;
  const inForce = DOSSIER_FORMS.filter(({ effectiveFrom }) => effectiveFrom <= day);
  return inForce.toSorted((left, right) => right.effectiveFrom.localeCompare(left.effectiveFrom))[0] ?? first;
}
