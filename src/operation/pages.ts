import { Hono } from 'hono';
import { type AuditAction, logRow } from '../audit/statements.ts';
import type { Deps, UpkeepKind } from '../deps.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { checksOf } from './checks.ts';
import { findings, shownHeaders } from './diagnosis.ts';
import { newestRuns } from './queries.ts';
import { statusPage } from './view.ts';
import { BACKUP_NOW, copiesPart, DRILL_NOW, STATUS_PAGE } from './view-copies.ts';

/** A run goes on by itself; its asker waits this long for it before he is told that it runs. */
const PATIENCE_MS = 20_000;

/** How the server is doing, for who keeps it running: no names, no content. */
export function operationPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get(STATUS_PAGE, async (c) => {
    const printing = { health: await deps.pdf.health(), numbers: deps.pdf.numbers() };
    const given = { now: deps.now(), rehearsal: deps.rehearsal };
    const copies = deps.upkeep && copiesPart(deps.upkeep, await newestRuns(deps.store.db), given);
    const found = await findings(deps, c);
    const checks = found && checksOf(found);
    const status = {
      ...statusPage(printing, copies, deps.upkeep ? null : (deps.copiesElsewhere ?? null)),
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

  app.post(BACKUP_NOW, (c) => ask(c, 'backup', 'backup-asked'));
  app.post(DRILL_NOW, (c) => ask(c, 'drill', 'drill-asked'));

  /** Where nothing can be run, the page itself says why. */
  async function ask(c: AppContext, kind: UpkeepKind, action: AuditAction): Promise<Response> {
    if (deps.upkeep && deps.upkeep.hindrance() === null) {
      await deps.store.atomic([logRow(deps, actorOf(c), { action, subject: { kind: 'backup', id: null } })]);
      const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
      await Promise.race([deps.upkeep.run(kind), patience]);
    }
    return c.redirect(`${STATUS_PAGE}#sao-luu`, 303);
  }

  return app;
}
