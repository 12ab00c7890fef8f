import type { PageLink } from '../views/models/meetings.ts';

/** A branch of four hundred is shown in pages; one of thirty stands on one. */
export interface Slice<Item> {
  items: Item[];
  page: number;
  /** Empty where everything stands on one page. */
  links: PageLink[];
}

export function sliceOf<Item>(
  all: readonly Item[],
  size: number,
  asked: string | undefined,
  hrefOf: (page: number) => string,
): Slice<Item> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const wanted = /^\d{1,4}$/.test(asked ?? '') ? Number(asked) : 1;
  const page = Math.min(Math.max(1, wanted), pages);
  const links = Array.from({ length: pages }, (_, index) => ({
    text: `${index * size + 1}–${Math.min((index + 1) * size, all.length)}`,
    href: hrefOf(index + 1),
    current: index + 1 === page,
  }));
  return { items: all.slice((page - 1) * size, page * size), page, links: pages > 1 ? links : [] };
}
