import { Hono } from 'hono';
import { ACCESS } from './access.ts';
import { leave } from './accounts/entering.ts';
import { ownAccountPages } from './accounts/own-pages.ts';
import { accountPages } from './accounts/pages.ts';
import { knowViewer } from './accounts/session-cookie.ts';
import { assistedPages } from './accounts/assisted-pages.ts';
import { resumePages } from './accounts/resume-pages.ts';
import { sessionPages } from './accounts/session-pages.ts';
import { assistingBy } from './assistance/assisting.ts';
import { assistancePages } from './assistance/pages.ts';
import { type AuditEntry, logRow } from './audit/statements.ts';
import { campaignPages } from './campaigns/pages.ts';
import { cataloguePages } from './catalogues/pages.ts';
import type { Deps } from './deps.ts';
import { assertEveryRouteHasARow, guardAccess } from './http/access.ts';
import { answerError, answerNotFound, isUnloggedRefusal, routeName } from './http/answers.ts';
import { assetPages, pageAssets } from './http/assets.ts';
import { type AppContext, type AppEnv, actorOf } from './http/context.ts';
import {
  knownBodyTypes,
  limitedBody,
  neverStored,
  publicOriginOnly,
  sameSiteOnly,
  securityHeaders,
} from './http/security.ts';
import { paperPages } from './reviews/paper-pages.ts';
import { readBackPages } from './reviews/read-back-pages.ts';
import { reviewPages } from './reviews/pages.ts';
import { findReview } from './reviews/queries.ts';
import { relationsTo } from './reviews/relations.ts';
import { unsentWriting } from './reviews/unsent.ts';
import { writingPages } from './reviews/writing-pages.ts';
import { yearsPages } from './reviews/years-pages.ts';
import { unitPages } from './units/pages.ts';
import { findUnit } from './units/queries.ts';
import { relationsToUnit } from './units/relations.ts';
import { VERSION } from './version.ts';

/** The whole product as one fetch handler. The mounts below are the site map. */
export function createApp(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const frame = { assets: pageAssets(deps), rehearsal: deps.rehearsal, version: VERSION };

  const readUnsent = unsentWriting(deps);
  const answer = answerError(deps, readUnsent);
  app.onError(async (error, c) => {
    if (isUnloggedRefusal(error, c)) await logRefusal(deps, c);
    return answer(error, c);
  });
  app.notFound(answerNotFound);

  // `use` after a route never meets it: everything common stands first.
  app.use(async (c, next) => {
    c.set('requestId', deps.newId());
    c.set('address', deps.addressOf(c.env, c.req.header('x-forwarded-for')));
    c.set('viewer', null);
    c.set('frame', frame);
    await next();
  });
  app.use(securityHeaders(deps.config));
  app.use(neverStored());
  app.use(publicOriginOnly(deps.config));
  app.use(knowViewer(deps));
  app.use(sameSiteOnly(deps.config));
  app.use(knownBodyTypes());
  app.use(limitedBody());
  app.use(
    guardAccess(ACCESS, {
      relationsTo: (viewer, reviewId) => relationsTo(deps, viewer, reviewId),
      relationsToUnit: (viewer, unitId) => relationsToUnit(deps, viewer, unitId),
      logRefusal: async (c, route, named) => {
        const subject = await subjectNamed(deps, named);
        await deps.store.atomic([logRow(deps, actorOf(c), { action: 'access-refused', subject, detail: route })]);
      },
    }),
  );

  app.get('/healthz', (c) => c.text('ok'));
  app.route('/', assetPages(deps));
  app.route('/', accountPages(deps));
  app.route('/', resumePages(deps, readUnsent));
  app.route('/', sessionPages(deps));
  app.route('/', ownAccountPages(deps));
  app.route('/', assistedPages(deps, assistingBy(deps)));
  app.route('/', assistancePages(deps));
  app.route('/', cataloguePages(deps));
  app.route('/', reviewPages(deps));
  app.route('/', writingPages(deps));
  app.route(
    '/',
    readBackPages(deps, (c) => leave(c, deps)),
  );
  app.route('/', yearsPages(deps));
  app.route('/', paperPages(deps));
  app.route('/', unitPages(deps));
  app.route('/', campaignPages(deps));

  assertEveryRouteHasARow(app.routes, ACCESS);
  return app;
}

/** The log names the record or unit somebody reached for; an address of nothing stays out of it. */
async function subjectNamed(
  { store }: Deps,
  named: { review: string } | { unit: string } | undefined,
): Promise<AuditEntry['subject']> {
  if (named && 'review' in named && (await findReview(store.db, named.review))) {
    return { kind: 'review', id: named.review };
  }
  if (named && 'unit' in named && (await findUnit(store.db, named.unit))) return { kind: 'unit', id: named.unit };
  return { kind: 'route', id: null };
}

/** Who tried what and was refused. The pattern only: a path may carry a secret. */
async function logRefusal(deps: Deps, c: AppContext): Promise<void> {
  const subject = { kind: 'route' as const, id: null };
  const row = logRow(deps, actorOf(c), {
    action: 'access-refused',
    subject,
    detail: `${c.req.method} ${routeName(c)}`,
  });
  await deps.store.atomic([row]).catch((error: unknown) => {
    deps.log.error({ cause: error }, 'a refusal could not be logged');
  });
}
