import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fontsBeside, PAPER_FONTS, type PaperFonts } from './paper-fonts.ts';

const root = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'));

export function paperFontPaths(): string[] {
  return PAPER_FONTS.map(({ file }) => join(root, file));
}

export function paperFontFolders(): string[] {
  return paperFontPaths().map((path) => dirname(path));
}

let fonts: Promise<PaperFonts> | undefined;

/** Read once per process. */
export function paperFonts(): Promise<PaperFonts> {
  fonts ??= fontsBeside((file) => readFile(join(root, file))).catch((error: unknown) => {
    fonts = undefined;
    throw error;
  });
  return fonts;
}
