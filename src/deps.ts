import type { CompiledQuery, Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Config } from './config.ts';

/** What one process is made of. Built by hand in node/ or worker/; features take the part they need. */
export interface Deps {
  store: Store;
  pdf: PdfRenderer;
  /** The only clock. Rules get its value, never the clock itself. */
  now: () => Date;
  /** A new UUIDv7, so that ids sort by time of creation. */
  newId: () => string;
  log: Log;
  config: Config;
  /** True in a database marked as rehearsal: every page and sheet carries the stamp. Read once at start. */
  rehearsal: boolean;
  /** What the runtime knows of the machine it runs on; absent where there is none to speak of. */
  machine?: Machine;
  /** The network address a request came from, out of what the runtime hands to `fetch` and the proxy's word. */
  addressOf: (env: unknown, forwardedFor: string | undefined) => string;
  /** Catalogues, form versions and screen assets shipped with the program. */
  shipped: Shipped;
  /** Copies of the data; null where the runtime keeps none itself. */
  upkeep: Upkeep | null;
  /** Papers that one order may have put together; absent where nothing bounds them. */
  mostPapersAtOnce?: number;
  /** For the operator, in Vietnamese: who keeps copies where `upkeep` is null, and how they are got back. */
  copiesElsewhere?: string;
}

export type UpkeepKind = 'backup' | 'drill';

/** Copies of the data, made and tried in a process of their own. What came of them stands in `backup_run`. */
export interface Upkeep {
  folder: string;
  /** HH:MM in Hà Nội; null where nobody has set a time. */
  at: string | null;
  /** What hinders a copy, in Vietnamese with what to do; null where nothing does. */
  hindrance(): string | null;
  /** What runs at this moment. */
  running(): UpkeepKind | null;
  /** Starts a run; resolves once it has ended, well or not. While another one runs, that one is waited for. */
  run(kind: UpkeepKind): Promise<void>;
  stop(): void;
}

export interface Store {
  /** For reading only: writes go through `atomic`. */
  db: Kysely<Database>;
  /**
   * Runs the whole list in one transaction (one `batch` on D1), or none of it.
   * A guarded statement that changes no row stops the whole list with `LostGuard`.
   */
  atomic(statements: readonly Statement[]): Promise<void>;
  close(): Promise<void>;
}

/** One write. `guard` says that exactly one row must change, else nothing of the list may stay. */
export interface Statement {
  query: CompiledQuery;
  guard: boolean;
}

/** A guarded statement changed no row: somebody else was first. The command that catches it looks again and explains. */
export class LostGuard extends Error {
  override readonly name = 'LostGuard';
}

export interface PdfRenderer {
  /**
   * Turns one complete HTML document of our own into PDF bytes.
   * Throws AppError `pdf-busy` (queue full, with retryAfterSeconds), `pdf-unavailable` (no browser) or `pdf-failed`.
   */
  render(html: string): Promise<Uint8Array>;
  /** Cached for a few seconds; never throws. */
  health(): Promise<PdfHealth>;
  /** What it has done since the start, and is doing; costs nothing to ask. */
  numbers(): PdfNumbers;
  close(): Promise<void>;
}

export interface PdfHealth {
  ready: boolean;
  /** For the operator, in Vietnamese: which browser, or what to do when there is none. */
  detail: string;
}

/** The six numbers of the print works. */
export interface PdfNumbers {
  /** Papers being printed now, and papers that wait for their turn. */
  active: number;
  queued: number;
  /** Milliseconds a paper waited for its turn. */
  waitedMs: Measure;
  /** Milliseconds a paper took once it had its turn. */
  tookMs: Measure;
  /** Bytes of a paper. */
  bytes: Measure;
  /** Browsers that were started after the first. */
  restarts: number;
}

/** How often, the median of the last hundred, the worst since the start. */
export interface Measure {
  count: number;
  usual: number;
  worst: number;
}

/** The machine, as it is at this moment; never throws. */
export interface Machine {
  facts(): Promise<MachineFacts>;
}

export interface MachineFacts {
  /** Of the disk that holds the data; null where it cannot be asked. */
  disk: { freeBytes: number; totalBytes: number } | null;
  /** Whether the data folder and the database may be written to. */
  writable: boolean;
  /** The database with its journal. */
  databaseBytes: number;
  /** A file's path, or a server's name without anybody's password. */
  databasePlace: string;
  /** Of this process. */
  memoryBytes: number;
  uptimeSeconds: number;
  /** `Node 24.21.0`, `linux x64`. */
  runtime: string;
  system: string;
  /** In which this process counts hours; nothing of ours depends on it. */
  timeZone: string;
  /** Files of the paper's font: those that are there, and the names of those that are not. */
  paperFonts: { present: number; missing: readonly string[] };
}

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A static file with the name under which browsers may keep it for ever. */
export interface Asset {
  path: string;
  contentType: string;
  body: Uint8Array<ArrayBuffer>;
}

export interface Shipped {
  /** Every `db/catalogues/*.json`, as text. */
  catalogues: readonly string[];
  /** Every `db/forms/*.json`, as text. */
  forms: readonly string[];
  /** `db/glossary.json`, as text. */
  glossary: string;
  /** Logical name (`app.css`) → file. */
  assets: ReadonlyMap<string, Asset>;
}
