import { type Stop, stop } from './tour-stops.ts';
import { type Tour, withRole } from './tour.ts';

/** The page about the server itself. */
export async function operationStops(tour: Tour): Promise<Stop[]> {
  const administrator = { accountId: await withRole(tour.live.deps, 'administrator') };
  return [
    stop(tour, 'quản trị', 'tình trạng máy chủ', administrator, async (page, go) => {
      await go('/quan-tri/he-thong');
      await page.$$eval('main details', (all) => all.forEach((each) => (each.open = true)));
    }),
    stop(tour, 'quản trị', 'tình trạng máy chủ, có điều phải xử lý', administrator, async (page, go) => {
      await page.setExtraHTTPHeaders({ 'x-forwarded-for': '10.1.2.3' });
      await go('/quan-tri/he-thong');
      await page.setExtraHTTPHeaders({});
    }),
  ];
}
