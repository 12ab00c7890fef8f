import type { Gathered } from './gathered.ts';
import type { Subject } from './subjects.ts';

/** One after the other: the opening, the collective, everybody reviewed, the closing. */
export type Slide =
  { key: 'opening' | 'closing'; title: string; subject: null } | { key: string; title: string; subject: Subject };

export function slidesOf({ subjects }: Pick<Gathered, 'subjects'>): Slide[] {
  return [
    { key: 'opening', title: 'Khai mạc', subject: null },
    ...subjects.map((subject) => ({ key: subject.key, title: subject.name, subject })),
    { key: 'closing', title: 'Ý kiến chung và kết luận', subject: null },
  ];
}

/** The one asked for, else where the meeting was left, else the first. */
export function slideAt(slides: readonly Slide[], asked: string | undefined, left: string): Slide {
  const at = (key: string | undefined) => slides.find((slide) => slide.key === key);
  return at(asked) ?? at(left) ?? (slides[0] as Slide);
}

export function neighbours(
  slides: readonly Slide[],
  slide: Slide,
): { index: number; before: Slide | null; after: Slide | null } {
  const index = slides.findIndex(({ key }) => key === slide.key);
  return { index, before: slides[index - 1] ?? null, after: slides[index + 1] ?? null };
}
