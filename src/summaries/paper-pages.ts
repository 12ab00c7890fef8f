import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { pdfAnswer } from '../http/files.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { renderDocument } from '../views/document.ts';
import { citedDate } from '../views/formats.ts';
import type { DocumentPaper } from '../views/models/document.ts';
import { type CommitteeSummary, documentsIn } from './figures.ts';
import { recognitionForm } from './input.ts';
import { type LoadedSummary, loadSummary } from './loaded.ts';
import { trailTo } from './pages.ts';
import { recognitionPaper, type RecognisedBy, reportPaper, screeningPaper, statisticsPaper } from './print.ts';
import { officeSummary } from './scope.ts';
import { screeningList } from './screening.ts';
import { resultLines } from './tables.ts';
import { reportTexts } from './texts.ts';
import { recognitionPage } from './view.ts';

/** The committee's papers. Every print is logged; there is none before a branch has handed up. */
export function summaryPaperPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const BASE = '/quan-tri/dot/:campaign/tong-hop' as const;

  app.get(`${BASE}/bao-cao.pdf`, async (c) => {
    const loaded = await handedUp(c, c.req.param('campaign'));
    const paper = reportPaper(loaded, await reportTexts(deps, loaded), print());
    return answer(c, loaded, paper, ['bao-cao-ket-qua', 'summary-report']);
  });

  app.get(`${BASE}/thong-ke.pdf`, async (c) => {
    const loaded = await handedUp(c, c.req.param('campaign'));
    return answer(c, loaded, statisticsPaper(loaded, print()), ['thong-ke-xep-loai', 'summary-statistics']);
  });

  app.get(`${BASE}/sang-loc.pdf`, async (c) => {
    const loaded = await handedUp(c, c.req.param('campaign'));
    if (screeningList(loaded.sum).length === 0) throw notFound('nobody stands in the list');
    return answer(c, loaded, screeningPaper(loaded, print()), ['danh-sach-sang-loc', 'summary-screening']);
  });

  app.get(`${BASE}/quyet-dinh`, async (c) => {
    const loaded = await handedUp(c, c.req.param('campaign'));
    return showForm(c, loaded, null, {});
  });

  app.post(`${BASE}/quyet-dinh.pdf`, async (c) => {
    const typed = onlyFirst(await readForm(c));
    const loaded = await handedUp(c, c.req.param('campaign'));
    try {
      const days = { today: dayInHanoi(deps.now()), since: loaded.campaign.opens_on };
      const by = parseInput(recognitionForm(days), typed);
      assertRecognisable(loaded.sum, by);
      return await answer(c, loaded, recognitionPaper(loaded, by, print()), [
        'quyet-dinh-cong-nhan',
        'summary-decision',
      ]);
    } catch (error) {
      return showForm(c, loaded, typed, formErrors(error));
    }
  });

  function showForm(
    c: AppContext,
    loaded: LoadedSummary,
    typed: Record<string, string> | null,
    errors: Record<string, string>,
  ): Response {
    const model = recognitionPage(loaded, documentsIn(loaded.sum), typed, errors);
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return page(c, 'summaries/decision', model, {
      title: 'Quyết định công nhận kết quả',
      trail: trailTo(loaded, true),
      status,
    });
  }

  async function handedUp(c: AppContext, campaignId: string): Promise<LoadedSummary> {
    const loaded = await loadSummary(deps, await officeSummary(deps, actorOf(c), viewerOf(c), campaignId));
    if (loaded.sum.branches.every(({ summary }) => summary === null)) throw notFound('no branch has handed up');
    return loaded;
  }

  async function answer(
    c: AppContext,
    { campaign, committee }: LoadedSummary,
    paper: DocumentPaper,
    [name, detail]: [name: string, detail: string],
  ): Promise<Response> {
    const bytes = await deps.pdf.render(renderDocument(paper));
    const subject = { kind: 'campaign' as const, id: campaign.id };
    await deps.store.atomic([
      logRow(deps, actorOf(c), { action: 'paper-printed', subject, unitId: committee.id, detail }),
    ]);
    return pdfAnswer(c, bytes, `${name}-${campaign.year}.pdf`);
  }

  function print() {
    return { rehearsal: deps.rehearsal, today: dayInHanoi(deps.now()) };
  }

  return app;
}

/** One number of one body is one document of one day; and a decision recognises something. */
function assertRecognisable(sum: CommitteeSummary, by: RecognisedBy): void {
  const same = documentsIn(sum).find(({ number }) => number === by.number);
  if (same && (same.decidedOn !== by.decidedOn || same.body !== by.body)) {
    throw new AppError('invalid-input', {
      fields: {
        so: `Số ${by.number} đã ghi cho quyết định ngày ${citedDate(same.decidedOn)} của ${same.body}. Đồng chí xem lại số, ngày và cơ quan.`,
      },
    });
  }
  const listed = resultLines(sum, by.number === '' ? { draft: true } : by);
  if (listed.length > 0) return;
  throw new AppError('invalid-input', {
    fields: {
      so: 'Chưa có mức nào được quyết định để công nhận. Đồng chí để trống số để in dự thảo, hoặc ghi quyết định ở trang Xếp loại trước.',
    },
  });
}
