import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The paper's only font: Tinos has the metrics of Times New Roman and every Vietnamese letter (OFL). */
const PAPER_FONTS = [
  { file: '400Regular/Tinos_400Regular.ttf', weight: 400, style: 'normal' },
  { file: '400Regular_Italic/Tinos_400Regular_Italic.ttf', weight: 400, style: 'italic' },
  { file: '700Bold/Tinos_700Bold.ttf', weight: 700, style: 'normal' },
  { file: '700Bold_Italic/Tinos_700Bold_Italic.ttf', weight: 700, style: 'italic' },
] as const;

const root = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'));

export function paperFontPaths(): string[] {
  return PAPER_FONTS.map(({ file }) => join(root, file));
}

export function paperFontFolders(): string[] {
  return paperFontPaths().map((path) => dirname(path));
}

let faces: Promise<string> | undefined;

/** The four `@font-face` rules with the fonts inside (3 MB of text), read once per process. */
export function paperFontFaces(): Promise<string> {
  faces ??= readFaces().catch((error: unknown) => {
    faces = undefined;
    throw error;
  });
  return faces;
}

async function readFaces(): Promise<string> {
  const rules = await Promise.all(
    PAPER_FONTS.map(async ({ file, weight, style }) => {
      const data = await readFile(join(root, file), 'base64');
      return `@font-face{font-family:Tinos;font-weight:${weight};font-style:${style};src:url(data:font/ttf;base64,${data})}`;
    }),
  );
  return rules.join('\n');
}
