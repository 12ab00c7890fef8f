import type { Link } from './layout.ts';
import type { PaperHead } from './paper.ts';
import type { CheckboxField, ErrorSummary, LineField, Radios, SelectField, TextField } from './parts.ts';

/** How a unit's papers are printed (templates/admin/print-settings.hbs). */
export interface PrintingModels {
  'admin/print-settings': PrintSettingsModel;
}

export interface PrintSettingsModel {
  summary: ErrorSummary | null;
  done: string | null;
  /** Somebody else saved first; what was typed stands in the form. */
  notice: string | null;
  unit: string;
  /** Whose settings hold here. */
  standing: string;
  action: string;
  version: number;
  settingsVersion: number;
  /** What is stored, as a small picture; the sheet itself is the PDF. */
  sketch: Pick<PaperHead, 'superiorLines' | 'issuerLines' | 'star' | 'dateLine'> & {
    label: string | null;
    sign: string[];
  };
  sample: Link;
  issuer: TextField;
  superior: TextField;
  place: LineField;
  star: CheckboxField;
  formLabel: Radios;
  twoSided: CheckboxField;
  footerCode: CheckboxField;
  /** `authority` null for a committee: the body that decides signs. */
  signing: { title: string; authority: Radios | null; post: SelectField; signer: LineField };
  workplace: { name: TextField; superior: TextField; state: CheckboxField } | null;
  /** Gives the unit's own settings up; null where it has none. */
  drop: { action: string; consequence: string } | null;
}
