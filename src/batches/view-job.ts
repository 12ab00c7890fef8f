import type { BranchSeason } from '../branches/scope.ts';
import type { PdfHealth } from '../deps.ts';
import { formatDateTime, formatNumber } from '../views/formats.ts';
import type { JobModel, JobProgress } from '../views/models/batches.ts';
import type { Missing } from './commands.ts';
import { kindOf } from './kinds.ts';
import type { FileRow, ItemRow, JobRow } from './queries.ts';
import { ITEM_PROBLEM_WORDS, type ItemProblem, JOB_PROBLEM_WORDS, type JobProblem } from './rules.ts';
import { batchPath, jobPath, navOf, statusOf } from './view.ts';

/** The page of one order: how far it is, and what came of it for each person. */

export interface JobShown {
  job: JobRow;
  items: readonly ItemRow[];
  files: readonly FileRow[];
  /** Papers whose review went back to its author since. */
  returned: readonly ItemRow[];
  health: PdfHealth;
}

export function jobPage({ season, leads }: { season: BranchSeason; leads: boolean }, shown: JobShown): JobModel {
  const { job } = shown;
  return {
    nav: navOf(season, leads),
    unit: season.unit.name,
    campaign: season.campaign.title,
    asked: formatDateTime(job.asked_at),
    live: job.state === 'running',
    here: jobPath(job),
    progress: progressOf(shown),
    back: `${batchPath(job.unit_id)}?dot=${job.campaign_id}`,
  };
}

function progressOf({ job, items, files, returned, health }: JobShown): JobProgress {
  const running = job.state === 'running';
  const ended = items.filter(({ state }) => state === 'done' || state === 'failed');
  const failed = items.filter(({ state }) => state === 'failed');
  const stale = [...new Set(returned.map(({ label }) => label))];
  const open = items.length - ended.length;
  return {
    status:
      failed.length > 0 && job.state === 'done'
        ? { kind: 'problem', text: 'Xong, còn bản chưa in được' }
        : statusOf(job),
    bar: running ? { done: ended.length, all: items.length } : null,
    working: running ? workingWords(items, open) : null,
    waiting: running && open > 0 && !health.ready ? health.detail : null,
    problem: job.problem === '' ? null : JOB_PROBLEM_WORDS[job.problem as JobProblem],
    returned: stale,
    files: stale.length > 0 ? [] : filesShown(job, files),
    kept: job.kept_until && job.state === 'done' ? formatDateTime(job.kept_until) : null,
    cancel: running ? `${jobPath(job)}/huy` : null,
    retry: mayRetry(job, failed) ? `${jobPath(job)}/thu-lai` : null,
    failed: failed.map(({ id, label, kind, problem }) => ({
      id,
      label,
      kind: kindOf(kind).label,
      why: ITEM_PROBLEM_WORDS[problem as ItemProblem],
    })),
    results: resultsOf(items),
    missing: missingOf(job),
  };
}

/** A cancelled order is over; one that ran dry of disk or lacks papers goes on where it stood. */
function mayRetry(job: JobRow, failed: readonly ItemRow[]): boolean {
  if (job.state === 'failed') return job.problem !== 'gone';
  return job.state === 'done' && failed.length > 0;
}

function workingWords(items: readonly ItemRow[], open: number): string {
  if (open === 0) return 'Đang ghép các bản in thành tệp.';
  const current = items.filter(({ state }) => state === 'working');
  const shown = current.length > 0 ? current : items.filter(({ state }) => state === 'waiting').slice(0, 1);
  const names = [...new Set(shown.map(({ kind, label }) => `${kindOf(kind).short}, ${label}`))];
  return `${current.length > 0 ? 'Đang in' : 'Sắp in'}: ${names.join('; ')}.`;
}

function filesShown(job: JobRow, files: readonly FileRow[]): JobProgress['files'] {
  const find = (kind: FileRow['kind']) => files.find((file) => file.kind === kind);
  const [pdf, zip] = [find('pdf'), find('zip')];
  return [
    ...(pdf
      ? [
          {
            text: 'Mở bản gộp để in (PDF)',
            href: `${jobPath(job)}/gop.pdf`,
            detail: `${formatNumber(pdf.pages ?? 0)} trang, ${size(pdf.bytes)}. Có dấu trang theo từng loại và từng người.`,
            sha256: pdf.sha256,
            download: false,
          },
        ]
      : []),
    ...(zip
      ? [
          {
            text: 'Tải từng tệp (ZIP)',
            href: `${jobPath(job)}/ho-so.zip`,
            detail: `${size(zip.bytes)}. Mỗi giấy tờ một tệp, kèm danh mục và mã kiểm tra.`,
            sha256: zip.sha256,
            download: true,
          },
        ]
      : []),
  ];
}

function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${formatNumber(Math.ceil(bytes / 1_000))} KB`
    : `${formatNumber(Math.round(bytes / 100_000) / 10)} MB`;
}

/** One line a person, in the order of the lists; papers of the whole branch together in the first. */
function resultsOf(items: readonly ItemRow[]): JobProgress['results'] {
  const own = items.filter(({ subject }) => subject === '');
  const rest = Map.groupBy(
    items.filter(({ subject }) => subject !== ''),
    ({ subject }) => subject,
  );
  const groups = [...(own.length > 0 ? [{ name: 'Giấy tờ của chi bộ', own }] : [])];
  for (const papers of rest.values()) {
    groups.push({ name: papers.at(-1)?.label ?? '', own: papers });
  }
  return groups.map(({ name, own: papers }) => ({
    name,
    done: listed(papers.filter(({ state }) => state === 'done')),
    open: listed(papers.filter(({ state }) => state !== 'done')),
  }));
}

function listed(papers: readonly ItemRow[]): string {
  return papers.map(({ kind }) => kindOf(kind).short).join(', ');
}

function missingOf(job: JobRow): JobProgress['missing'] {
  const missing = JSON.parse(job.missing) as Missing[];
  return [...Map.groupBy(missing, ({ kind }) => kind)].map(([kind, people]) => ({
    kind,
    people: people.map(({ label, why }) => ({ label, why })),
  }));
}
