import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../canonical.ts';
import type { Asset, Shipped } from '../deps.ts';
import { FONT_FILES, fontAsset, isOwnAsset, ownAsset } from '../http/asset-files.ts';

/** Reads what the program brings along: lists, forms, the glossary, stylesheets, scripts, screen fonts. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function readShipped(): Promise<Shipped> {
  const [catalogues, forms, glossary, own, fonts] = await Promise.all([
    jsonTexts(join(ROOT, 'db/catalogues')),
    jsonTexts(join(ROOT, 'db/forms')),
    readFile(join(ROOT, 'db/glossary.json'), 'utf8'),
    ownAssets(join(ROOT, 'templates/assets')),
    fontAssets(),
  ]);
  return { catalogues, forms, glossary, assets: new Map([...own, ...fonts]) };
}

export async function jsonTexts(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}

async function ownAssets(folder: string): Promise<[string, Asset][]> {
  const names = (await readdir(folder)).filter(isOwnAsset);
  return Promise.all(
    names.map(async (name) => {
      const body = await bytesOf(join(folder, name));
      return ownAsset(name, body, sha256Hex(body));
    }),
  );
}

async function fontAssets(): Promise<[string, Asset][]> {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('@fontsource/be-vietnam-pro/package.json')), 'files');
  return Promise.all(FONT_FILES.map(async (name) => fontAsset(name, await bytesOf(join(folder, name)))));
}

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path));
}
