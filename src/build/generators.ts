import { generate as d1Sql } from './d1-sql.ts';
import { generate as printable } from './printable.ts';
import { generate as templates } from './templates.ts';
import { generate as workerShipped } from './worker-shipped.ts';

/** Everything that is generated and committed; `npm run build` writes it, `npm run check` compares it. */
export const generators: (() => Promise<{ path: string; text: string }[]>)[] = [
  templates,
  d1Sql,
  printable,
  workerShipped,
];
