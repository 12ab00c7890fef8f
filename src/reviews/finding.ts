/** One thing about a review that its author is told, on the task list and the check page only. */
export interface Finding {
  /** `missing` and `unprintable` block submission; `warning` and `contradiction` need a reason; `thought` asks for nothing. */
  kind: 'missing' | 'unprintable' | 'warning' | 'contradiction' | 'thought';
  step: string;
  /** The control it is about. */
  key: string;
  text: string;
}

export function blocks(finding: Finding): boolean {
  return finding.kind === 'missing' || finding.kind === 'unprintable';
}
