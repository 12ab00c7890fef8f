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
import { batchPages } from './batches/pages.ts';
import { branchPages } from './branches/pages.ts';
import { branchPersonPages } from './branches/person-pages.ts';
import { campaignChangePages } from './campaigns/change-pages.ts';
import { criteriaPages } from './campaigns/criteria-pages.ts';
import { campaignPages } from './campaigns/pages.ts';
import { campaignPeoplePages } from './campaigns/people-pages.ts';
import { campaignSettingsPages } from './campaigns/settings-pages.ts';
import { collationPages } from './catalogues/collation-pages.ts';
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
  storableAddress,
} from './http/security.ts';
import { ownResidencePages } from './residence/own-branch-pages.ts';
import { exportPages } from './exchange/export-pages.ts';
import { exchangeOfficePages } from './exchange/office-pages.ts';
import { kitOpeningPages } from './exchange/opening-pages.ts';
import { createTraffic } from './http/traffic.ts';
import { residencePages } from './residence/pages.ts';
import { importPages } from './imports/pages.ts';
import { attendancePages } from './meetings/attendance-pages.ts';
import { countPages } from './meetings/count-pages.ts';
import { meetingPages } from './meetings/pages.ts';
import { meetingPaperPages } from './meetings/paper-pages.ts';
import { stagePages } from './meetings/stage-pages.ts';
import { healthPages } from './operation/health.ts';
import { operationPages } from './operation/pages.ts';
import { officeRatingPages } from './ratings/office-pages.ts';
import { ratingPages } from './ratings/pages.ts';
import { ratingSheetPages } from './ratings/sheet-pages.ts';
import { ratingPaperPages } from './ratings/paper-pages.ts';
import { reportPages } from './reports/pages.ts';
import { reportPaperPages } from './reports/paper-pages.ts';
import { collectivePages } from './reviews/collective-pages.ts';
import { collectiveReadingPages } from './reviews/collective-reading.ts';
import { answerPages } from './reviews/answer-pages.ts';
import { leaderPages } from './reviews/leader-pages.ts';
import { paperPages } from './reviews/paper-pages.ts';
import { readBackPages } from './reviews/read-back-pages.ts';
import { reviewPages } from './reviews/pages.ts';
import { findReview } from './reviews/queries.ts';
import { relationsTo } from './reviews/relations.ts';
import { savingPages } from './reviews/saving-pages.ts';
import { unsentWriting } from './reviews/unsent.ts';
import { wordPages } from './reviews/word-pages.ts';
import { writingPages } from './reviews/writing-pages.ts';
import { yearsPages } from './reviews/years-pages.ts';
import { summaryPages } from './summaries/pages.ts';
import { summaryPaperPages } from './summaries/paper-pages.ts';
import { codePages } from './units/code-pages.ts';
import { factorPages } from './units/factor-pages.ts';
import { movePages } from './units/move-pages.ts';
import { unitPages } from './units/pages.ts';
import { personPages } from './units/person-pages.ts';
import { printSettingPages } from './units/print-pages.ts';
import { findUnit } from './units/queries.ts';
import { relationsToUnit } from './units/relations.ts';
import { verificationPages } from './verification/pages.ts';
import { signedPages } from './verification/signed-pages.ts';
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

  const traffic = createTraffic();
  app.use(traffic.count);
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
  // Asked under any name of the machine, and answered also where nobody can be known: the database may be gone.
  app.route('/', healthPages(deps, traffic));
  app.use(publicOriginOnly(deps.config));
  app.use(knowViewer(deps));
  app.use(storableAddress());
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

  app.route('/', operationPages(deps));
  app.route('/', assetPages(deps));
  app.route('/', accountPages(deps));
  app.route('/', resumePages(deps, readUnsent));
  app.route('/', sessionPages(deps));
  app.route('/', ownAccountPages(deps));
  app.route('/', assistedPages(deps, assistingBy(deps)));
  app.route('/', assistancePages(deps));
  app.route('/', cataloguePages(deps));
  app.route('/', collationPages(deps));
  app.route('/', reviewPages(deps));
  app.route('/', writingPages(deps));
  app.route('/', savingPages(deps));
  app.route('/', answerPages(deps));
  app.route('/', leaderPages(deps));
  app.route(
    '/',
    readBackPages(deps, (c) => leave(c, deps)),
  );
  app.route('/', yearsPages(deps));
  app.route('/', paperPages(deps));
  app.route('/', wordPages(deps));
  app.route('/', collectivePages(deps));
  app.route('/', collectiveReadingPages(deps));
  app.route('/', branchPages(deps));
  app.route('/', branchPersonPages(deps));
  app.route('/', unitPages(deps));
  app.route('/', personPages(deps));
  app.route('/', printSettingPages(deps));
  app.route('/', movePages(deps));
  app.route('/', codePages(deps));
  app.route('/', factorPages(deps));
  app.route('/', importPages(deps));
  app.route('/', campaignPages(deps));
  app.route('/', meetingPages(deps));
  app.route('/', attendancePages(deps));
  app.route('/', stagePages(deps));
  app.route('/', countPages(deps));
  app.route('/', meetingPaperPages(deps));
  app.route('/', ratingPages(deps));
  app.route('/', officeRatingPages(deps));
  app.route('/', ratingPaperPages(deps));
  app.route('/', summaryPages(deps));
  app.route('/', summaryPaperPages(deps));
  app.route('/', reportPages(deps));
  app.route('/', reportPaperPages(deps));
  app.route('/', ratingSheetPages(deps));
  app.route('/', exchangeOfficePages(deps));
  app.route('/', kitOpeningPages(deps));
  app.route('/', exportPages(deps));
  app.route('/', batchPages(deps));
  app.route('/', campaignChangePages(deps));
  app.route('/', campaignSettingsPages(deps));
  app.route('/', campaignPeoplePages(deps));
  app.route('/', criteriaPages(deps));
  app.route('/', residencePages(deps));
  app.route('/', ownResidencePages(deps));
  app.route('/', verificationPages(deps));
  app.route('/', signedPages(deps));

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
