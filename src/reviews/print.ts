import type { CriteriaSet } from '../campaigns/queries.ts';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import { unprintableLetters } from '../pdf/printable.ts';
import type { FormVersion } from '../forms/version.ts';
import type { PaperSignOff, ReviewPaper } from '../views/models/paper.ts';
import { render } from '../views/render.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import { type ReviewContent, type ReviewHead, type ReviewUnit, subjectOf } from './content.ts';
import { type Filling, listBody, paperSection } from './print-fields.ts';
import { headOf } from '../views/paper-head.ts';
import { criteriaAnnex } from './print-criteria.ts';
import { identityLines } from './print-head.ts';
import { issuingOf, workplaceOf } from './print-unit.ts';
import { signAnnex } from './print-signs.ts';
import { tableAnnex } from './print-tables.ts';

export interface Editions {
  /** null in a collective's review. */
  a: CatalogueEdition | null;
  /** null where list B is not part of the review. */
  b: CatalogueEdition | null;
}

export interface PaperOptions {
  /** Prints the annex of the signs after the form. */
  annex: boolean;
  /** The copy for the author's workplace: its head, and none of the blocks that Party bodies sign. */
  workplace?: boolean;
  /** Stamps every page as worthless. */
  rehearsal: boolean;
  twoSided?: boolean;
  /** Of the frozen paper, as it is read: stands in the footer where the unit prints it. */
  code?: string | undefined;
  /** The set that the content was written by. */
  criteria?: CriteriaSet | undefined;
}

interface BlankOptions extends PaperOptions {
  year: number | null;
  unit: ReviewUnit | null;
  provisionalWords: ReviewContent['provisionalWords'];
}

/** A signature never stands alone: at least two lines of what is signed are on its page (05-HD/VPTW). */
const LINES_WITH_SIGNATURE = 2;
const NOT_PRINTED = '\uFFFD';
const DRAFT = 'BẢN NHÁP';

interface Sheet {
  year: number | null;
  unit: ReviewUnit | null;
  head: ReviewHead | null;
  filling: Filling;
  signedOn: string | null;
  provisionalWords: ReviewContent['provisionalWords'];
}

/**
 * The official paper of a review. One that is not signed yet is a draft, and says so on every page; a collective's draft
 * that the participants were sent says under its head which one it is (05-HD/VPTW).
 */
export function reviewPaper(
  content: ReviewContent,
  form: FormVersion,
  editions: Editions,
  options: PaperOptions,
): ReviewPaper {
  const { head, unit, year, signedOn, provisionalWords } = content;
  const sent = sentDraft(head);
  const draft = signedOn === null && sent === null;
  const which = options.workplace ? ' (bản nộp đơn vị công tác)' : '';
  const whichDraft = sent ? ` (${sent.toLocaleLowerCase('vi')})` : draft ? ' (bản nháp)' : '';
  return {
    ...sheet(form, editions, { year, unit, head, signedOn, provisionalWords, filling: content }, options),
    documentTitle: `${sentenceCase(form.title)} năm ${year} – ${subjectOf(head)}${which}${whichDraft}`.normalize('NFC'),
    stamp: stampOf(draft, options.rehearsal),
  };
}

/** The form with dots to fill in by hand. */
export function blankPaper(form: FormVersion, editions: Editions, options: BlankOptions): ReviewPaper {
  const { year, unit, provisionalWords } = options;
  return {
    ...sheet(form, editions, { year, unit, head: null, signedOn: null, provisionalWords, filling: null }, options),
    documentTitle: `${sentenceCase(form.title)} (mẫu trống)`.normalize('NFC'),
    stamp: stampOf(false, options.rehearsal),
  };
}

/**
 * The pledge for the next year on a paper of its own, signed by its author. undefined for a form without one.
 * It bears the year it is for, not the year of the review it was written with.
 */
export function pledgePaper(
  content: ReviewContent,
  form: FormVersion,
  options: Pick<PaperOptions, 'rehearsal' | 'twoSided' | 'code'>,
): ReviewPaper | undefined {
  const { pledge } = form;
  if (!pledge) return undefined;
  const { head, unit, signedOn } = content;
  const year = content.year + 1;
  const body = { label: null, body: listBody(pledge.field, content) };
  return {
    documentTitle: `${sentenceCase(pledge.title)} năm ${year} – ${subjectOf(head)}`.normalize('NFC'),
    stamp: stampOf(signedOn === null, options.rehearsal),
    twoSided: isTwoSided(unit, options),
    formLabel: null,
    code: codeLine(options),
    head: headOf(issuingOf(unit), signedOn),
    titlePhrases: pledge.title.split(/(?<=KẾT) /),
    yearLine: `Năm ${year}`,
    subtitle: null,
    identity: identityLines(form, head),
    parts: [{ number: '', heading: '', sections: [{ number: '', heading: '', fields: [body], total: null }] }],
    signOff: signOffBlocks(pledge.signOff, head, unit),
    tables: [],
    signs: null,
  };
}

/**
 * The complete HTML document; PdfRenderer adds the fonts. A letter that the font lacks, which only a draft can hold,
 * shows as "�": else each machine would draw it from another font, or not at all.
 */
export function renderReviewPaper(paper: ReviewPaper): string {
  const html = render('print/review', paper).normalize('NFC');
  const lacking = new Set(unprintableLetters(html));
  return lacking.size === 0
    ? html
    : Array.from(html, (letter) => (lacking.has(letter) ? NOT_PRINTED : letter)).join('');
}

function sheet(
  form: FormVersion,
  editions: Editions,
  about: Sheet,
  options: PaperOptions,
): Omit<ReviewPaper, 'documentTitle' | 'stamp'> {
  const { filling, head, unit, year } = about;
  const note = (words?: string) => annexNote(form, about, words);
  const tables = [
    ...form.annexes.map((annex) => tableAnnex(annex, filling, note(annex.note))),
    filling ? criteriaAnnex(options.criteria, filling, note()) : undefined,
  ].filter((annex) => annex !== undefined);
  const annexes = tables.length + (options.annex ? 1 : 0);
  const mark = (index: number) => (annexes === 1 ? 'PHỤ LỤC' : `PHỤ LỤC ${index + 1}`);
  const lists = [editions.a, editions.b].filter((edition) => edition !== null);
  const atWork = options.workplace && head && unit ? workplaceOf({ head, unit }) : null;
  const signs = { fields: filling?.fields ?? null, provisionalWords: about.provisionalWords };
  return {
    twoSided: isTwoSided(unit, options),
    formLabel: printsLabel(form, unit) ? form.label : null,
    code: codeLine(options),
    head: headOf(atWork ?? issuingOf(unit), about.signedOn, { number: null, draftMark: head && sentDraft(head) }),
    titlePhrases: form.title.split(/(?<=,) /),
    yearLine: `Năm ${year ?? '…………'}`,
    subtitle: form.subtitle ? `(${form.subtitle})` : null,
    identity: identityLines(form, head),
    parts: form.parts.map((part) => ({
      number: part.number,
      heading: part.heading,
      sections: part.sections.map((section) => paperSection(form, section, filling)),
    })),
    signOff: form.printSignOff
      ? signOffBlocks(
          form.signOff.filter((block) => !atWork || staysAtWork(block)),
          head,
          unit,
        )
      : [],
    tables: tables.map((table, index) => ({ ...table, mark: mark(index) })),
    signs: options.annex ? signAnnex(lists, signs, { mark: mark(tables.length), note: note() }) : null,
  };
}

function isTwoSided(unit: ReviewUnit | null, { twoSided }: Pick<PaperOptions, 'twoSided'>): boolean {
  return twoSided ?? unit?.print?.twoSided ?? false;
}

/** As the unit has it, else as the form version says. */
function printsLabel(form: FormVersion, unit: ReviewUnit | null): boolean {
  const wanted = unit?.print?.formLabel;
  return wanted === undefined ? form.printLabel : wanted === 'on';
}

function codeLine({ code }: Pick<PaperOptions, 'code'>): string | null {
  return code === undefined ? null : `Mã bản in: ${code}`;
}

function annexNote(form: FormVersion, { year, head }: Sheet, words = `Kèm theo ${sentenceCase(form.title)}`): string {
  const person = head?.kind === 'collective' ? '' : 'đồng chí ';
  const whose = head ? ` của ${person}${subjectOf(head)}` : '';
  return `(${words} năm ${year ?? '…………'}${whose})`;
}

/** Where there is no chi ủy the branch itself speaks and signs (Điều lệ Đảng: a small branch has a secretary only). */
function signOffBlocks(
  blocks: FormVersion['signOff'],
  head: ReviewHead | null,
  unit: ReviewUnit | null,
): PaperSignOff[][] {
  const hasCommittee = unit?.hasBranchCommittee ?? true;
  const printed = blocks.filter(
    (block) => !block.needsAgency || head === null || (head.kind !== 'collective' && head.hasAgency),
  );
  const groups: PaperSignOff[][] = [];
  for (const block of printed) {
    const last = groups.at(-1);
    const shown = signOffBlock(block, head, hasCommittee, unit?.print);
    if (last && linesOf(block) < LINES_WITH_SIGNATURE) last.push(shown);
    else groups.push([shown]);
  }
  return groups;
}

/** The author signs, and his "thủ trưởng" rates him; the chi ủy and the committee above write on the branch's paper. */
function staysAtWork({ ownName, needsAgency }: FormVersion['signOff'][number]): boolean {
  return ownName || needsAgency;
}

function linesOf({ heading, lines }: FormVersion['signOff'][number]): number {
  return (heading ? 1 : 0) + lines.reduce((sum, { dotted }) => sum + Math.max(1, dotted), 0);
}

function signOffBlock(
  block: FormVersion['signOff'][number],
  head: ReviewHead | null,
  hasCommittee: boolean,
  print: ReviewUnit['print'] = {},
): PaperSignOff {
  const forBranch = block.signer === 'branch' ? print : {};
  return {
    heading: block.heading ?? null,
    lines: block.lines.map(({ label, dotted }) => ({
      label: hasCommittee ? label : label.replace('chi ủy', 'chi bộ'),
      dots: dotted > 0,
      more: Array.from({ length: Math.max(0, dotted - 1) }, (_, line) => line),
    })),
    signer: block.signer === 'branch' ? (hasCommittee ? 'T/M CHI ỦY' : 'T/M CHI BỘ') : block.signer,
    post: forBranch.post ?? block.post ?? null,
    note: block.signerNote,
    name: forBranch.signer ?? (block.ownName && head ? signerOf(head) : ''),
  };
}

function signerOf(head: ReviewHead): string {
  return head.kind === 'collective' ? head.signer : head.fullName;
}

/** "Dự thảo lần 1"; null for every other paper. */
function sentDraft(head: ReviewHead): string | null {
  const number = head.kind === 'collective' ? head.draftNumber : null;
  return number === null ? null : `Dự thảo lần ${number}`;
}

function stampOf(draft: boolean, rehearsal: boolean): string | null {
  const stamps = [draft ? DRAFT : '', rehearsal ? REHEARSAL_STAMP : ''].filter(Boolean);
  return stamps.length > 0 ? stamps.join(' · ') : null;
}

/** BẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ → Bản kiểm điểm, tự đánh giá. */
function sentenceCase(title: string): string {
  const lower = title.toLocaleLowerCase('vi');
  return lower.charAt(0).toLocaleUpperCase('vi') + lower.slice(1);
}
