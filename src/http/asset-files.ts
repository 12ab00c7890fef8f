import type { Asset } from '../deps.ts';

/** Which files the screen needs, and under which address each is served: the same on every runtime. */

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The faces fonts.css names. */
const FONT_SUBSETS = ['vietnamese', 'latin-ext', 'latin'];
const FONT_STYLES = ['400-normal', '400-italic', '600-normal'];

/** Files of @fontsource/be-vietnam-pro. */
export const FONT_FILES: readonly string[] = FONT_SUBSETS.flatMap((subset) =>
  FONT_STYLES.map((style) => `be-vietnam-pro-${subset}-${style}.woff2`),
);

export function isOwnAsset(name: string): boolean {
  return ending(name) in CONTENT_TYPES;
}

/** Of templates/assets; the hash in the address lets browsers keep it for ever. */
export function ownAsset(name: string, body: Asset['body'], sha256: string): [string, Asset] {
  return [name, { path: `/assets/${sha256.slice(0, 16)}/${name}`, contentType: contentType(name), body }];
}

export function fontAsset(name: string, body: Asset['body']): [string, Asset] {
  return [name, { path: `/assets/fonts/${name}`, contentType: contentType(name), body }];
}

function contentType(name: string): string {
  return CONTENT_TYPES[ending(name)] ?? 'application/octet-stream';
}

function ending(name: string): string {
  return name.slice(name.lastIndexOf('.'));
}
