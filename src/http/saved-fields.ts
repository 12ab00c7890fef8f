import * as z from 'zod';
import { digestOf } from '../views/parts.ts';
import type { FormValues } from './body.ts';
import { canonical } from './text.ts';

/** A field as it was typed, over the version its typist saw (0: never saved). */
export interface TypedField {
  key: string;
  value: string;
  version: number;
}

/** Between two texts: which one, over which stored version the person was shown. */
export interface Choice {
  which: 'mine' | 'theirs' | 'both';
  over: number;
}

const Version = z.coerce.number().int().min(0).max(1_000_000_000);
/** `3-0a1b2c3d`: the version shown, and the digest of the value shown while nobody had touched it. */
const SEEN = /^(\d{1,9})(?:-([0-9a-f]{8}))?$/;

/** What `v:<name>` says of a field: the version shown, and whether its value is another than the one shown. */
export function readSeen(mark: string | undefined, value: string): { version: number; touched: boolean } | undefined {
  const [, version, seen] = SEEN.exec(mark ?? '') ?? [];
  if (version === undefined) return undefined;
  return { version: Number(version), touched: seen === undefined || seen !== digestOf(canonical(value)) };
}

/**
 * The fields that are saved each by itself among a form's values: those that carry a version (`v:<key>`).
 * Where the person has just chosen between two texts, `chon:<key>` says which, `hien:<key>` what was shown;
 * `xoa` names the answer that is taken back.
 */
export function savedFields(
  values: FormValues,
  isKey: (key: string) => boolean,
  isChanged: (key: string) => boolean = () => false,
): { fields: TypedField[]; chosen: Map<string, Choice> } {
  const fields: TypedField[] = [];
  const chosen = new Map<string, Choice>();
  for (const [name, all] of values) {
    const [, kind, key = ''] = /^(v|chon):(.+)$/.exec(name) ?? [];
    if (!kind || !isKey(key)) continue;
    if (kind === 'chon') {
      const which = z.enum(['mine', 'theirs', 'both']).safeParse(all[0]);
      const over = Version.safeParse(values.get(`hien:${key}`)?.[0]);
      if (which.success && over.success) chosen.set(key, { which: which.data, over: over.data });
      continue;
    }
    // A question sends no value while nothing is chosen: untouched (its digest says so) there is nothing to save,
    // else its answer was taken back.
    const unchosen = all[0]?.includes('-') ? undefined : '';
    const value = key === values.get('xoa')?.[0] ? '' : (values.get(key)?.[0] ?? unchosen);
    const seen = value === undefined ? undefined : readSeen(all[0], value);
    if (value === undefined || !seen) continue;
    // A field that came back as it was shown was not typed here, whatever another tab has saved meanwhile.
    if (seen.touched || isChanged(key)) fields.push({ key, value, version: seen.version });
  }
  return { fields, chosen };
}

/** Keeps the typed text, takes the stored one, or joins both with the stored one first. */
export function withChoice(field: TypedField, stored: string, choice: Choice | undefined): TypedField {
  if (!choice) return field;
  if (choice.which === 'mine') return { ...field, version: choice.over };
  if (choice.which === 'theirs') return { ...field, value: stored, version: choice.over };
  return { ...field, value: `${stored}\n\n${field.value}`, version: choice.over };
}
