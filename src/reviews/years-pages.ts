import { Hono } from 'hono';
import { helpWith } from '../assistance/queries.ts';
import { rolesOf } from '../accounts/queries.ts';
import { readingsByOthers } from '../audit/queries.ts';
import type { Deps } from '../deps.ts';
import { type AppEnv, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { paperStandings } from '../verification/queries.ts';
import { loadReview } from './loaded.ts';
import { reviewsOf } from './queries.ts';
import { pledgeLinks, workplaceLinks } from './view-home.ts';
import { yearsPage } from './view-years.ts';

/** A person's own reviews through the years. Whose they are follows from the session, never from the address. */
export function yearsPages(deps: Pick<Deps, 'store' | 'now' | 'rehearsal'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/cac-nam', async (c) => {
    const { memberId } = viewerOf(c);
    const reviews = memberId ? await reviewsOf(db, memberId) : [];
    // A handful of years at most: each is read whole, so that the one rule says where there is a pledge to print.
    const years = await Promise.all(
      reviews.map(async (review) => {
        const whole = await loadReview(deps, review.id);
        return { ...review, pledge: pledgeLinks(whole), workplace: workplaceLinks(whole) };
      }),
    );
    const ids = years.map((year) => year.id);
    const readings = memberId ? await readingsByOthers(db, ids, memberId) : [];
    const readers = [...new Set(readings.map((reading) => reading.account_id))];
    const roles = await Promise.all(
      readers.map(async (id) => [id, (await rolesOf(db, id)).map(({ role }) => role)] as const),
    );
    const [help, papers] = await Promise.all([helpWith(db, ids), paperStandings(db, ids)]);
    return page(c, 'reviews/years', yearsPage(years, readings, new Map(roles), help, papers), { title: 'Các năm' });
  });

  return app;
}
