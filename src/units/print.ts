import { formatDateTime } from '../views/formats.ts';
import type { SlipsPaper } from '../views/models/people.ts';
import { render } from '../views/render.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import type { Slip } from './codes.ts';

/** Slips to be cut out and handed over: two columns of four on a page. */

const SLIPS_PER_PAGE = 8;
/** Letters on a line of a value, and lines of the unit, the name, the address and the user name that a slip has room for. */
const LINE = 24;
const LINES = 5;

export function slipsPaper(shown: {
  unit: string;
  address: string;
  rehearsal: boolean;
  slips: readonly Slip[];
  leftOut: SlipsPaper['leftOut'];
}): SlipsPaper {
  const slips = shown.slips.map((slip) => ({
    ...slip,
    validUntil: formatDateTime(slip.validUntil),
    tight:
      linesOf(shown.unit, LINE * 2) + linesOf(slip.fullName) + linesOf(shown.address) + linesOf(slip.userName) > LINES,
  }));
  const pages = Array.from({ length: Math.ceil(slips.length / SLIPS_PER_PAGE) }, (_, page) => ({
    slips: slips.slice(page * SLIPS_PER_PAGE, (page + 1) * SLIPS_PER_PAGE),
  }));
  return {
    documentTitle: `Phiếu đăng nhập, ${shown.unit}`.normalize('NFC'),
    stamp: shown.rehearsal ? REHEARSAL_STAMP : null,
    address: shown.address,
    unit: shown.unit,
    pages,
    leftOut: shown.leftOut,
  };
}

function linesOf(text: string, letters = LINE): number {
  return Math.max(1, Math.ceil(text.length / letters));
}

/** The complete HTML document; PdfRenderer adds the fonts. */
export function renderSlips(paper: SlipsPaper): string {
  return render('print/slips', paper).normalize('NFC');
}
