import type { FieldErrors } from '../errors.ts';
import type { UnitRow } from '../units/queries.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { HelpSheetsModel } from '../views/models/assistance.ts';
import { selectField } from '../views/parts.ts';
import { CODES_ON_A_SHEET, SHEET_DAYS } from './rules.ts';
import type { SheetPerson } from './sheets.ts';

export function helpSheetsPage(branch: UnitRow, people: readonly SheetPerson[], errors: FieldErrors): HelpSheetsModel {
  return {
    summary: errorSummary(errors, false),
    unit: branch.name,
    action: `/chi-bo/${branch.id}/nhap-giup`,
    codes: CODES_ON_A_SHEET,
    days: SHEET_DAYS,
    member:
      people.length === 0
        ? null
        : selectField({
            name: 'nguoi',
            label: 'In phiếu cho đồng chí',
            error: errors.nguoi ?? null,
            options: people.map(({ memberId, fullName }) => ({ value: memberId, text: fullName })),
          }),
  };
}
