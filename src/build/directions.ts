import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { cruise } from './cruise.ts';
import type { Step } from './tool.ts';

/** Who may import whom, by the rules of .dependency-cruiser.cjs. */
export const directions: Step = {
  name: 'directions',
  run: async () => {
    const { files, violations } = await cruise('.');
    const unread = filesMissingFrom(files, [...(await sources('src')), ...(await sources('db'))]);
    return [
      ...unread.map((file) => `${file}: dependency-cruiser did not read it (does it support this TypeScript?)`),
      ...violations.map(({ rule, comment, from, to }) => `${from} → ${to}\n    ${rule}: ${comment}`),
    ];
  },
};

/** Given a TypeScript it cannot read, dependency-cruiser says "0 modules cruised" and exits 0: count for ourselves. */
export function filesMissingFrom(read: readonly string[], present: readonly string[]): string[] {
  const seen = new Set(read);
  return present.filter((file) => !seen.has(file));
}

async function sources(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith('.ts')).map((file) => join(folder, file).split(sep).join('/'));
}
