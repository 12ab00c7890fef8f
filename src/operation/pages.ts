import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/context.ts';
import { page } from '../http/page.ts';
import { checksOf } from './checks.ts';
import { findings, shownHeaders } from './diagnosis.ts';
import { statusPage } from './view.ts';

/** How the server is doing, for who keeps it running: no names, no content. */
export function operationPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/quan-tri/he-thong', async (c) => {
    const printing = { health: await deps.pdf.health(), numbers: deps.pdf.numbers() };
    const found = await findings(deps, c);
    const checks = found && checksOf(found);
    const status = {
      ...statusPage(printing),
      diagnosis: checks && {
        wrong: checks.filter(({ status: { kind } }) => kind === 'problem').length,
        checks,
        headers: shownHeaders(c.req.raw.headers),
      },
    };
    return page(c, 'operation/status', status, {
      title: 'Tình trạng máy chủ',
      trail: [{ text: 'Quản trị', href: '/quan-tri' }],
    });
  });

  return app;
}
