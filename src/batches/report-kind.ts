import { notFound } from '../errors.ts';
import { loadReport } from '../reports/loaded.ts';
import { reportPaper } from '../reports/print.ts';
import { renderDocument } from '../views/document.ts';
import { type PaperKind, single } from './kind.ts';

const LABEL = 'Báo cáo kết quả kiểm điểm';

/** The branch's report: the signed one word for word, before that its draft with the mark of one. */
export const reportKind: PaperKind = {
  key: 'bao-cao',
  label: LABEL,
  short: 'báo cáo',
  hint: 'Chưa ghi là đã ký thì in là dự thảo.',
  name: 'bao-cao-kiem-diem',
  each: false,
  async plan({ deps, season }) {
    return single(LABEL, (await loadReport(deps, season)) ? null : 'Chi bộ chưa lập báo cáo');
  },
  async paper({ deps, season }) {
    const report = await loadReport(deps, season);
    if (!report) throw notFound('the report is gone');
    return deps.pdf.render(renderDocument(reportPaper(report.content, { rehearsal: deps.rehearsal })));
  },
};
