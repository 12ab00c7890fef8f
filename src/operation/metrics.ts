import { countSessionsSince } from '../accounts/queries.ts';
import { IDLE_MINUTES } from '../accounts/rules.ts';
import { countOpenItems } from '../batches/queries.ts';
import type { Deps, Measure } from '../deps.ts';
import type { TrafficNumbers } from '../http/traffic.ts';
import { countWaitingPapers } from '../records/queries.ts';
import { VERSION } from '../version.ts';

/** Numbers in the plain text exposition format (Prometheus 0.0.4). No name and no id is ever a label. */

type MetricsDeps = Pick<Deps, 'store' | 'pdf' | 'machine' | 'now'>;

interface Metric {
  name: string;
  type: 'counter' | 'gauge';
  help: string;
  /** Label, written as it stands in the braces; empty for none. */
  values: [label: string, value: number][];
}

export async function metricsText(deps: MetricsDeps, traffic: TrafficNumbers): Promise<string> {
  const usedSince = new Date(deps.now().getTime() - IDLE_MINUTES * 60_000).toISOString();
  const { db } = deps.store;
  const [papers, items, sessions, facts] = await Promise.all([
    countWaitingPapers(db),
    countOpenItems(db),
    countSessionsSince(db, usedSince),
    deps.machine?.facts(),
  ]);
  const printing = deps.pdf.numbers();
  const metrics: Metric[] = [
    gauge('tu_soi_info', 'The program that answers.', [[`version="${VERSION}"`, 1]]),
    counter(
      'tu_soi_requests_total',
      'Answers since the start, by class of status.',
      Object.entries(traffic.answered).map(([kind, count]) => [`class="${kind}"`, count]),
    ),
    gauge('tu_soi_requests_open', 'Requests without an answer yet, this one included.', [['', traffic.open]]),
    gauge('tu_soi_sessions_open', 'Sessions that are not over for want of use.', [['', sessions]]),
    gauge('tu_soi_papers_waiting', 'Papers of submitted reviews still to be made.', [['', papers]]),
    gauge('tu_soi_batch_items_waiting', 'Papers of orders still to be made.', [['', items]]),
    gauge('tu_soi_pdf_active', 'Papers being printed.', [['', printing.active]]),
    gauge('tu_soi_pdf_queued', 'Papers waiting for the printer.', [['', printing.queued]]),
    counter('tu_soi_pdf_printed_total', 'Papers printed since the start.', [['', printing.tookMs.count]]),
    measured('tu_soi_pdf_wait_seconds', 'Time a paper waited for its turn.', printing.waitedMs, 1_000),
    measured('tu_soi_pdf_print_seconds', 'Time a paper took.', printing.tookMs, 1_000),
    measured('tu_soi_pdf_bytes', 'Size of a paper.', printing.bytes, 1),
    counter('tu_soi_pdf_browser_restarts_total', 'Browsers started after the first.', [['', printing.restarts]]),
  ];
  if (facts) {
    metrics.push(
      gauge('tu_soi_memory_bytes', 'Memory of the server process.', [['', facts.memoryBytes]]),
      gauge('tu_soi_uptime_seconds', 'Since the start of the server.', [['', Math.round(facts.uptimeSeconds)]]),
      gauge('tu_soi_database_bytes', 'The database with its journal.', [['', facts.databaseBytes]]),
    );
    if (facts.disk) {
      metrics.push(gauge('tu_soi_disk_free_bytes', 'Free on the disk of the data.', [['', facts.disk.freeBytes]]));
    }
  }
  return metrics.map(written).join('');
}

function gauge(name: string, help: string, values: Metric['values']): Metric {
  return { name, type: 'gauge', help, values };
}

function counter(name: string, help: string, values: Metric['values']): Metric {
  return { name, type: 'counter', help, values };
}

/** The median of the last hundred and the worst since the start. */
function measured(name: string, help: string, { usual, worst }: Measure, per: number): Metric {
  return gauge(name, help, [
    ['measure="usual"', Math.round(usual) / per],
    ['measure="worst"', Math.round(worst) / per],
  ]);
}

function written({ name, type, help, values }: Metric): string {
  const lines = values.map(([label, value]) => `${name}${label ? `{${label}}` : ''} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
