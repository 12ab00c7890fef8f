import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { branchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { onlyFirst, parseInput, readFields, readForm, readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { savedFields, withChoice } from '../http/saved-fields.ts';
import { findUnit } from '../units/queries.ts';
import { formatDate, formatTime } from '../views/formats.ts';
import { beginNextDraft, beginReport, freezeSignTotals, reopenReport, signReport } from './commands.ts';
import { DATE_KEY, isReportKey } from './content.ts';
import { countedSigns } from './counted-signs.ts';
import { checkFacts } from './facts.ts';
import { ReopenForm, SavedText, signForm, VersionForm } from './input.ts';
import { reportPaths } from './place.ts';
import { findingsOf } from './rules.ts';
import { type TextOutcome, saveTexts } from './saving.ts';
import { begunReport, type ReportHere, reportHere } from './scope.ts';
import { gatherShown, signersOf } from './shown.ts';
import { type Returned, reportPage } from './view.ts';
import { checkPage } from './view-check.ts';

const TITLE = 'Báo cáo';

/** The branch's report: looked over, written by its leaders, drafted, signed, opened again. */
export function reportPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/chi-bo/:unit/bao-cao', async (c) => {
    const here = await reportHere(deps, c);
    if (!here) return nothingYet(c, c.req.param('unit'));
    const { unit } = here.season;
    const subject = here.report
      ? { kind: 'report' as const, id: here.report.row.id }
      : { kind: 'unit' as const, id: unit.id };
    await deps.store.atomic([logRow(deps, actorOf(c), { action: 'report-viewed', subject, unitId: unit.id })]);
    return show(c, here);
  });

  app.get('/chi-bo/:unit/bao-cao/soat', async (c) => {
    const season = await branchSeason(deps, c.req.param('unit'), c.req.query('dot'));
    if (!season) return nothingYet(c, c.req.param('unit'));
    const facts = await checkFacts(deps, season);
    const log = { action: 'report-viewed' as const, subject: { kind: 'unit' as const, id: season.unit.id } };
    await deps.store.atomic([logRow(deps, actorOf(c), { ...log, unitId: season.unit.id, detail: 'check' })]);
    const trail = [{ text: TITLE, href: reportPaths(season).page }];
    const model = checkPage(season, facts, findingsOf(facts));
    return page(c, 'reports/check', model, { title: 'Soát trước khi lập báo cáo', trail });
  });

  app.post('/chi-bo/:unit/bao-cao/lap', async (c) => {
    await readForm(c);
    const here = await reportHere(deps, c);
    if (!here) throw notFound('no campaign for this branch');
    await beginReport(deps, actorOf(c), here.season);
    return c.redirect(reportPaths(here.season).page, 303);
  });

  /** Without JavaScript: the same texts, each over the version it was shown with. */
  app.post('/chi-bo/:unit/bao-cao', async (c) => {
    const values = await readForm(c);
    const here = await begunReport(deps, c);
    const { report } = here;
    const { fields, chosen } = savedFields(values, isReportKey);
    const stored = (key: string) => {
      const value = report.fields.get(key)?.value ?? '';
      return key === DATE_KEY ? formatDate(value) : value;
    };
    const typed = fields.map((field) => withChoice(field, stored(field.key), chosen.get(field.key)));
    const outcomes = await saveTexts(deps, actorOf(c), report, typed);
    if (outcomes.some(({ kind }) => kind === 'invalid')) return show(c, await begunReport(deps, c), 422, { outcomes });
    if (outcomes.some(({ kind }) => kind === 'conflict')) return show(c, await begunReport(deps, c), 409, { outcomes });
    return c.redirect(`${reportPaths(here.season).page}#noi-dung`, 303);
  });

  app.post('/chi-bo/:unit/bao-cao/o', async (c) => {
    const typed = await readJson(c, SavedText);
    const { report } = await begunReport(deps, c);
    const [outcome] = await saveTexts(deps, actorOf(c), report, [typed]);
    return answerSave(c, outcome as TextOutcome);
  });

  app.post('/chi-bo/:unit/bao-cao/du-thao', async (c) => {
    const { phien_ban: version } = await readFields(c, VersionForm);
    const { report, season } = await begunReport(deps, c);
    await beginNextDraft(deps, actorOf(c), report, version);
    return c.redirect(reportPaths(season).page, 303);
  });

  app.post('/chi-bo/:unit/bao-cao/bieu-hien', async (c) => {
    await readForm(c);
    const { report, season } = await begunReport(deps, c);
    await freezeSignTotals(deps, actorOf(c), report, await countedSigns(deps, season));
    return c.redirect(`${reportPaths(season).page}#bieu-hien`, 303);
  });

  app.post('/chi-bo/:unit/bao-cao/ky', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const here = await begunReport(deps, c);
    const { season, report } = here;
    try {
      const signers = await signersOf(deps, season);
      const form = signForm(
        signers.map(({ accountId }) => accountId),
        season.today,
      );
      const input = parseInput(form, typed);
      const signer = signers.find(({ accountId }) => accountId === input.signer);
      if (!signer) throw notFound('no such signer');
      await signReport(deps, actorOf(c), report, input, signer);
      return c.redirect(reportPaths(season).page, 303);
    } catch (error) {
      return show(c, here, 422, { returned: { form: 'sign', typed, errors: formErrors(error) } });
    }
  });

  app.post('/chi-bo/:unit/bao-cao/mo-lai', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const here = await begunReport(deps, c);
    try {
      await reopenReport(deps, actorOf(c), here.report, parseInput(ReopenForm, typed));
      return c.redirect(reportPaths(here.season).page, 303);
    } catch (error) {
      return show(c, here, 422, { returned: { form: 'reopen', typed, errors: formErrors(error) } });
    }
  });

  async function show(
    c: AppContext,
    here: ReportHere,
    status = 200,
    more: { outcomes?: readonly TextOutcome[]; returned?: Returned } = {},
  ): Promise<Response> {
    const model = reportPage(await gatherShown(deps, here, more.outcomes ?? []), more.returned);
    const { unit, campaign } = here.season;
    const back = here.sits
      ? {}
      : { back: { text: 'Về bảng xếp loại', href: `/quan-tri/dot/${campaign.id}/xep-loai/chi-bo/${unit.id}` } };
    return page(c, 'reports/report', model, {
      title: TITLE,
      status,
      wide: true,
      writing: model.form !== null,
      ...back,
    });
  }

  async function nothingYet(c: AppContext, unitId: string): Promise<Response> {
    const unit = await findUnit(deps.store.db, unitId);
    if (!unit) throw notFound('no such unit');
    return page(c, 'branches/no-season', { unitName: unit.name }, { title: TITLE });
  }

  return app;
}

function answerSave(c: AppContext, outcome: TextOutcome): Response {
  const { key } = outcome;
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged': {
      const savedAt = formatTime(outcome.savedAt ?? new Date(0).toISOString());
      return c.json({ key, version: outcome.version, savedAt });
    }
    case 'invalid':
      return c.json({ key, error: outcome.error }, 422);
    case 'conflict': {
      const { version, savedAt } = outcome;
      const theirs = key === DATE_KEY ? formatDate(outcome.theirs) : outcome.theirs;
      return c.json({ key, code: 'conflict', version, theirs, savedAt: formatTime(savedAt) }, 409);
    }
  }
}
