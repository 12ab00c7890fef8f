/** The keeping of the server: copies of the data, and whether they could be used. */

/** One copy made or tried, or one drill: the newest copy unpacked in a scratch place and looked through. */
export interface BackupRunTable {
  id: string;
  kind: 'backup' | 'drill';
  at: string;
  /** 1 when it went through to the end. */
  ok: number;
  file_name: string;
  bytes: number;
  /** What came of it, in Vietnamese, for the administrator: no names, no content. */
  detail: string;
  /** JSON: rows of each table. */
  counts: string;
}
