import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { onlyFirst, parseInput, readForm, readUploadForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { CodeField } from './input.ts';
import { openKit } from './kit-file.ts';
import { judgeKit, openKitHere } from './opening.ts';
import { fillOf, openedKits } from './queries.ts';
import { fileProblem } from './sealed.ts';
import { keepSent, sentFile } from './sent-files.ts';
import { OPEN_PATH, openedPage, openPage, openPreviewPage } from './view-branch.ts';

/** On the machine of a branch without network: the office's kit fills an empty database, once. */
export function kitOpeningPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get(OPEN_PATH, async (c) => {
    const opened = await ownOpened(c);
    if (opened) return page(c, 'exchange/opened', openedPage(opened), FRAME);
    return showOpen(c);
  });

  app.post(OPEN_PATH, async (c) => {
    try {
      const { file, fields } = await readUploadForm(c, 'tep');
      if (!file) throw fileProblem('Đồng chí chọn tệp bộ cài (.tskit) đảng ủy đã gửi.');
      const code = parseInput(CodeField, fields.ma);
      if (code.trim() === '') throw fileProblem('Đồng chí gõ mã mở bộ cài văn phòng đã đưa.', 'ma');
      const openable = await judgeKit(deps, viewerOf(c), await openKit(file.bytes, code));
      const sent = { kind: 'kit-sent', campaignId: null, name: '', bytes: file.bytes } as const;
      const fileId = await keepSent(deps, viewerOf(c), sent);
      return page(c, 'exchange/open-preview', openPreviewPage(openable, { fileId, code }), FRAME);
    } catch (error) {
      return showOpen(c, formErrors(error));
    }
  });

  app.post(`${OPEN_PATH}/:file`, async (c) => {
    const typed = onlyFirst(await readForm(c));
    const fileId = c.req.param('file');
    const bytes = await sentFile(deps, viewerOf(c), fileId, { kind: 'kit-sent', campaignId: null });
    try {
      const kit = await openKit(bytes, parseInput(CodeField, typed.ma));
      await openKitHere(deps, actorOf(c), await judgeKit(deps, viewerOf(c), kit), fileId);
      return c.redirect(OPEN_PATH, 303);
    } catch (error) {
      return showOpen(c, formErrors(error));
    }
  });

  async function ownOpened(c: AppContext) {
    const own = new Set(
      viewerOf(c)
        .roles.filter(({ role }) => role === 'administrator')
        .map(({ unitId }) => unitId),
    );
    return (await openedKits(db)).find(({ unit_id }) => own.has(unit_id));
  }

  async function showOpen(c: AppContext, errors: Record<string, string> = {}): Promise<Response> {
    const { units, members, campaigns } = await fillOf(db);
    const filled = units.length > 1 || members > 0 || campaigns > 0;
    const closed = filled && Object.keys(errors).length === 0 ? FILLED : null;
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return page(c, 'exchange/open', openPage(closed, errors), { ...FRAME, status });
  }

  return app;
}

const FILLED =
  'Máy này đã có tổ chức, đảng viên hoặc đợt kiểm điểm nên không mở bộ cài ở đây. Bộ cài chỉ mở ở máy vừa cài của một chi bộ không có mạng.';
const FRAME = { title: 'Mở bộ cài của đảng ủy', trail: [{ text: 'Quản trị', href: '/quan-tri' }] };
