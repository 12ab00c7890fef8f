import { formatDateTime } from '../views/formats.ts';
import type { HelpSheetPaper } from '../views/models/assistance.ts';
import { render } from '../views/render.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';

/** The sheet of codes, in letters that old eyes read. */
export function helpSheet(
  shown: Omit<HelpSheetPaper, 'documentTitle' | 'stamp'> & { rehearsal: boolean },
): HelpSheetPaper {
  const { rehearsal, ...sheet } = shown;
  return {
    ...sheet,
    documentTitle: `Phiếu nhập giúp – ${sheet.fullName}`.normalize('NFC'),
    stamp: rehearsal ? REHEARSAL_STAMP : null,
    validUntil: formatDateTime(sheet.validUntil),
  };
}

/** The complete HTML document; PdfRenderer adds the fonts. */
export function renderHelpSheet(sheet: HelpSheetPaper): string {
  return render('print/help-sheet', sheet).normalize('NFC');
}
