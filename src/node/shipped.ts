import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Asset, Shipped } from '../deps.ts';

/** Reads what the program brings along: lists, forms, the glossary, stylesheets, scripts, screen fonts. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The faces fonts.css names. */
const FONT_SUBSETS = ['vietnamese', 'latin-ext', 'latin'];
const FONT_STYLES = ['400-normal', '400-italic', '600-normal'];

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
  const names = (await readdir(folder)).filter((name) => extname(name) in CONTENT_TYPES);
  return Promise.all(
    names.map(async (name): Promise<[string, Asset]> => {
      const body = await bytesOf(join(folder, name));
      const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
      return [name, { path: `/assets/${hash}/${name}`, contentType: contentType(name), body }];
    }),
  );
}

async function fontAssets(): Promise<[string, Asset][]> {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('@fontsource/be-vietnam-pro/package.json')), 'files');
  const names = FONT_SUBSETS.flatMap((subset) => FONT_STYLES.map((style) => `be-vietnam-pro-${subset}-${style}.woff2`));
  return Promise.all(
    names.map(async (name): Promise<[string, Asset]> => {
      return [
        name,
        { path: `/assets/fonts/${name}`, contentType: contentType(name), body: await bytesOf(join(folder, name)) },
      ];
    }),
  );
}

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path));
}

function contentType(name: string): string {
  return CONTENT_TYPES[extname(basename(name))] ?? 'application/octet-stream';
}
