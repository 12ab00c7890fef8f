import type { D1Database, Fetcher, Queue } from '@cloudflare/workers-types';
import type { BrowserWorker } from '@cloudflare/puppeteer';

/** What wrangler.toml binds, and the variables of a deployment. */
export interface Bindings {
  DB: D1Database;
  BROWSER: BrowserWorker;
  ASSETS: Pick<Fetcher, 'fetch'>;
  WORK: Queue<WorkMessage>;
  PUBLIC_ORIGIN?: string;
  LOG_LEVEL?: string;
}

/** Says only that there is work to be looked for: the queue itself is in the database, so a lost message loses nothing. */
export interface WorkMessage {
  look: true;
}
