import type { PaperKind } from './kind.ts';

/**
 * The branch's report. Its entry: key 'bao-cao', label 'Báo cáo kết quả kiểm điểm', name 'bao-cao-kiem-diem', `each`
 * false; `plan` by `single(label, why)`, `print` by what src/reports/papers.ts makes. Empty as long as no report is made.
 */
export const reportKinds: readonly PaperKind[] = [];
