import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Step } from './tool.ts';

/** What a reader can hold at once; the longest allowed source and test files are the linter's `max-lines`. */
const MEDIAN = 100;
const NINTH_DECILE = 250;
const TEMPLATE = 120;

export const sizes: Step = {
  name: 'sizes',
  run: async () => {
    const sources = await lineCounts('src', (file) => /\.(ts|mjs)$/.test(file) && !file.includes('.generated.'));
    const templates = await lineCounts('templates', (file) => file.endsWith('.hbs'));
    const sorted = sources.map(({ lines }) => lines).sort((a, b) => a - b);
    return [
      ...tooLong('median', sorted[Math.floor(sorted.length / 2)] ?? 0, MEDIAN),
      ...tooLong('ninth decile', sorted[Math.floor(sorted.length * 0.9)] ?? 0, NINTH_DECILE),
      ...templates
        .filter(({ lines }) => lines > TEMPLATE)
        .map(({ file, lines }) => `${file}: ${lines} lines, at most ${TEMPLATE}; split it into partials`),
    ];
  },
};

function tooLong(name: string, lines: number, most: number): string[] {
  return lines > most ? [`src: the ${name} of lines per file is ${lines}, at most ${most}; split the longest`] : [];
}

async function lineCounts(
  folder: string,
  wanted: (file: string) => boolean,
): Promise<{ file: string; lines: number }[]> {
  const files = (await readdir(folder, { recursive: true })).map((file) => join(folder, file)).filter(wanted);
  return Promise.all(
    files.map(async (file) => ({ file, lines: (await readFile(file, 'utf8')).trimEnd().split('\n').length })),
  );
}
