import { readdir, readFile } from 'node:fs/promises';
import { generators } from './generators.ts';
import type { Step } from './tool.ts';

/** Folders that hold generated files only: one that no generator makes any more is left over. */
const GENERATED_FOLDERS = ['db/d1'];

/** Generated files are committed; this says when they no longer are what `npm run build` would write. */
export const drift: Step = {
  name: 'generated files',
  run: async () => {
    const generated = (await Promise.all(generators.map((generate) => generate()))).flat();
    const differing = await Promise.all(generated.map(compare));
    const leftOver = await leftovers(generated.map(({ path }) => path));
    return [...differing, ...leftOver].filter((problem) => problem !== undefined);
  },
};

async function compare({ path, text }: { path: string; text: string }): Promise<string | undefined> {
  const committed = await readFile(path, 'utf8').catch(() => undefined);
  if (committed === undefined) return `${path} is missing: run npm run build`;
  if (committed !== text) return `${path} is not what its sources make: run npm run build`;
  return undefined;
}

async function leftovers(paths: readonly string[]): Promise<string[]> {
  const made = new Set(paths);
  const found = await Promise.all(
    GENERATED_FOLDERS.map(async (folder) => (await readdir(folder)).map((name) => `${folder}/${name}`)),
  );
  return found
    .flat()
    .filter((path) => !made.has(path))
    .map((path) => `${path}: nothing generates it; delete it`);
}
