import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/context.ts';
import { page } from '../http/page.ts';
import { statusPage } from './view.ts';

/** How the server is doing, for who keeps it running: no names, no content. */
export function operationPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/quan-tri/he-thong', async (c) => {
    const printing = { health: await deps.pdf.health(), numbers: deps.pdf.numbers() };
    return page(c, 'operation/status', statusPage(printing), {
      title: 'Tình trạng máy chủ',
      trail: [{ text: 'Quản trị', href: '/quan-tri' }],
    });
  });

  return app;
}
