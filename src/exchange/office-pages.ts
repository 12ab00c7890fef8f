import { Hono } from 'hono';
import { type AuditAction, logRow } from '../audit/statements.ts';
import type { Deps, Statement } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { allForms } from '../forms/queries.ts';
import { onlyFirst, parseInput, readForm, readUpload } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { fileAnswer } from '../http/files.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { handUpsOf } from '../ratings/queries.ts';
import { type OfficeCampaign, officeCampaign } from '../ratings/scope.ts';
import type { UnitRow } from '../units/queries.ts';
import { foldName } from '../units/rules.ts';
import { takeIn } from './importing.ts';
import { IssueForm } from './input.ts';
import { issueKit } from './issuing.ts';
import { type JudgedRollUp, judgeRollUp } from './judging.ts';
import { currentKits, fileBytes, findKit, importsOf } from './queries.ts';
import { fileProblem } from './sealed.ts';
import { keepSent, sentFile } from './sent-files.ts';
import { useFile } from './statements.ts';
import { exchangePaths, importedPage, issuedPage, officePage, previewPage } from './view-office.ts';

/** The office's side of branches without network: kits go out, signed files come in. It sees levels, so it is the office's alone. */
export function exchangeOfficePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;
  const BASE = '/quan-tri/dot/:campaign/chi-bo-ngoai-mang' as const;

  app.get(BASE, async (c) => showOffice(c, await ownCampaign(c)));

  app.post(`${BASE}/bo-cai`, async (c) => {
    const place = await ownCampaign(c);
    const typed = onlyFirst(await readForm(c));
    try {
      const { unitId, again } = parseInput(IssueForm, typed);
      const branch = branchIn(place, unitId);
      const seen = typed[`thay:${branch.id}`] ?? '';
      if (seen !== '' && !again) {
        throw new AppError('invalid-input', {
          fields: {
            lap_lai: `${branch.name} đã có bộ cài. Chỉ lập lại khi mất tệp hoặc mất mã; nếu đúng vậy, đồng chí đánh dấu ô này.`,
          },
        });
      }
      const issued = await issueKit(deps, actorOf(c), { campaign: place.campaign, branch }, seen);
      // The code is only ever in the answer to the post that made it.
      return page(c, 'exchange/kit', issuedPage(place.campaign.id, branch, issued), frameOf(place, 'Bộ cài'));
    } catch (error) {
      return showOffice(c, place, typed, formErrors(error));
    }
  });

  app.get(`${BASE}/bo-cai/:kit`, async (c) => {
    const { campaign, branches } = await ownCampaign(c);
    const kit = await findKit(db, c.req.param('kit'));
    const branch = branches.find(({ id }) => id === kit?.unit_id);
    if (!kit || !branch || kit.campaign_id !== campaign.id || kit.revoked_at !== null) throw notFound('no such kit');
    const bytes = await fileBytes(db, kit.id);
    await deps.store.atomic([logged(c, branch, 'kit-fetched', kit.id)]);
    return fileAnswer(c, bytes, `bo-cai-${campaign.year}-${asciiName(branch)}`, 'tskit');
  });

  app.post(`${BASE}/tep`, async (c) => {
    const place = await ownCampaign(c);
    try {
      const file = await readUpload(c, 'tep');
      if (!file) throw fileProblem('Đồng chí chọn tệp chi bộ nộp (.tsnop).');
      const judged = await judgeRollUp(deps, place, file.bytes);
      const sent = { kind: 'roll-up-sent', campaignId: place.campaign.id, name: '', bytes: file.bytes } as const;
      const id = await keepSent(deps, viewerOf(c), sent);
      await deps.store.atomic([logged(c, judged.branch, 'roll-up-sent', said(judged))]);
      return c.redirect(exchangePaths(place.campaign.id).file(id), 303);
    } catch (error) {
      const errors = formErrors(error);
      const subject = { kind: 'campaign' as const, id: place.campaign.id };
      const entry = { action: 'roll-up-refused', subject, unitId: place.campaign.unit_id } as const;
      await deps.store.atomic([logRow(deps, actorOf(c), entry)]);
      return showOffice(c, place, {}, errors);
    }
  });

  app.get(`${BASE}/tep/:file`, async (c) => {
    const place = await ownCampaign(c);
    try {
      const judged = await judgeRollUp(deps, place, await sentBytes(c, place));
      await deps.store.atomic([logged(c, judged.branch, 'roll-up-viewed', said(judged))]);
      const model = previewPage(judged, await allForms(db), { id: c.req.param('file') });
      return page(c, 'exchange/preview', model, { ...frameOf(place, 'Xem trước'), wide: true });
    } catch (error) {
      return showOffice(c, place, {}, formErrors(error));
    }
  });

  app.post(`${BASE}/tep/:file`, async (c) => {
    const place = await ownCampaign(c);
    try {
      const judged = await judgeRollUp(deps, place, await sentBytes(c, place));
      await takeIn(deps, actorOf(c), judged, c.req.param('file'));
      return c.redirect(exchangePaths(place.campaign.id).imported(judged.branch.id), 303);
    } catch (error) {
      return showOffice(c, place, {}, formErrors(error));
    }
  });

  app.post(`${BASE}/tep/:file/bo`, async (c) => {
    const place = await ownCampaign(c);
    await sentBytes(c, place);
    await deps.store.atomic(useFile(db, c.req.param('file')));
    return c.redirect(exchangePaths(place.campaign.id).base, 303);
  });

  app.get(`${BASE}/da-nhap/:unit`, async (c) => {
    const place = await ownCampaign(c);
    const branch = branchIn(place, c.req.param('unit'));
    const row = (await importsOf(db, place.campaign.id)).find(({ unit_id }) => unit_id === branch.id);
    if (!row) throw notFound('nothing of this branch was taken in');
    const model = importedPage(place.campaign.id, branch, row);
    return page(c, 'exchange/imported', model, frameOf(place, 'Đã nhập'));
  });

  function ownCampaign(c: AppContext): Promise<OfficeCampaign> {
    return officeCampaign(deps, actorOf(c), viewerOf(c), c.req.param('campaign') ?? '');
  }

  function sentBytes(c: AppContext, { campaign }: OfficeCampaign): Promise<Uint8Array<ArrayBuffer>> {
    const wanted = { kind: 'roll-up-sent' as const, campaignId: campaign.id };
    return sentFile(deps, viewerOf(c), c.req.param('file') ?? '', wanted);
  }

  async function showOffice(
    c: AppContext,
    place: OfficeCampaign,
    typed: Record<string, string> = {},
    errors: Record<string, string> = {},
  ): Promise<Response> {
    const { campaign } = place;
    const [kits, imports, handUps] = await Promise.all([
      currentKits(db, campaign.id),
      importsOf(db, campaign.id),
      handUpsOf(db, campaign.id),
    ]);
    const model = officePage({ ...place, kits, imports, handUps }, typed, errors);
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return page(c, 'exchange/office', model, { ...frameOf(place), status, wide: true });
  }

  function logged(c: AppContext, branch: UnitRow, action: AuditAction, detail: string): Statement {
    return logRow(deps, actorOf(c), { action, subject: { kind: 'unit', id: branch.id }, unitId: branch.id, detail });
  }

  return app;
}

/** Anybody else's branch looks as if it did not exist. */
function branchIn({ branches }: OfficeCampaign, unitId: string): UnitRow {
  const branch = branches.find(({ id }) => id === unitId);
  if (!branch) throw notFound('no such branch in this campaign');
  return branch;
}

function said({ header }: JudgedRollUp): string {
  return `${header.kit} ${header.serial}`;
}

/** "Chi bộ Số 12" → chi-bo-so-12: names of files are plain letters. */
function asciiName({ name }: UnitRow): string {
  return foldName(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}

function frameOf({ campaign }: OfficeCampaign, step?: string) {
  const trail = [
    { text: 'Quản trị', href: '/quan-tri' },
    { text: campaign.title, href: `/quan-tri/dot/${campaign.id}` },
  ];
  const here = { text: 'Chi bộ không có mạng', href: exchangePaths(campaign.id).base };
  return step ? { title: step, trail: [...trail, here] } : { title: here.text, trail };
}
