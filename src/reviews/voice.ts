import type { FormVersion } from '../forms/version.ts';

/** The screen calls its reader đồng chí; what a review says is said of a person, or of a collective. */

type Spoken = Pick<FormVersion, 'standing'>;

/** "điều đồng chí đã tự nhận", "điều tập thể đã tự nhận". */
export function selfName(form: Spoken): 'đồng chí' | 'tập thể' {
  return form.standing === 'collective' ? 'tập thể' : 'đồng chí';
}

/** A stored list speaks of a person; beside a collective's answers its words speak of the collective. */
export function spokenOf(form: Spoken, words: string): string {
  return words.replaceAll('của đồng chí', `của ${selfName(form)}`);
}
