import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fontFaces, PAPER_FONTS } from './paper-fonts.ts';

const root = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'));

export function paperFontPaths(): string[] {
  return PAPER_FONTS.map(({ file }) => join(root, file));
}

export function paperFontFolders(): string[] {
  return paperFontPaths().map((path) => dirname(path));
}

let faces: Promise<string> | undefined;

/** Read once per process. */
export function paperFontFaces(): Promise<string> {
  faces ??= fontFaces((file) => readFile(join(root, file), 'base64')).catch((error: unknown) => {
    faces = undefined;
    throw error;
  });
  return faces;
}
