import type { Store } from '../deps.ts';

/** The database of an installation on Node, with what only its own engine can do for the commands at the server. */
export interface NodeStore extends Store {
  engine: 'sqlite' | 'postgres';
  /** Where it is, for the operator: a file, or a server's name without anybody's password. */
  place: string;
  /** Whether no other process of ours was at work here when it was opened. */
  firstHere: boolean;
  /** Names of its tables, ours or not, sorted. */
  tables(): Promise<string[]>;
  /** Throws `ConfigError` with what to do when it is broken, too old or not meant for us. */
  assertSound(): Promise<void>;
  /** Writes all of it, as it is at one moment, into a new SQLite file, while others work on. */
  copyTo(path: string): Promise<void>;
  /** Runs `work` without waiting for the disk after each list: for what is thrown away when it is cut short. */
  unwaited<Result>(work: () => Promise<Result>): Promise<Result>;
  size(): Promise<number>;
  writable(): Promise<boolean>;
}

export const IN_USE =
  'Máy chủ hoặc một lệnh khác đang dùng dữ liệu này. Hãy dừng máy chủ (Ctrl+C, hoặc dừng dịch vụ) rồi chạy lại. Chưa có gì bị thay đổi.';

export async function hasTable({ tables }: Pick<NodeStore, 'tables'>, name: string): Promise<boolean> {
  return (await tables()).includes(name);
}
