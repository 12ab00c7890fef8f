import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { PageAssets } from '../views/models/layout.ts';
import type { AppEnv } from './context.ts';

/** Stylesheets, scripts and screen fonts. Addresses with a content hash may be kept for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const STYLESHEETS = [
  'fonts.css',
  'base.css',
  'page.css',
  'forms.css',
  'lists.css',
  'notes.css',
  'imports.css',
  'branch.css',
  'office.css',
  'board.css',
  'reading.css',
  'meeting.css',
  'ratings.css',
  'reports.css',
  'assistance.css',
  'exchange.css',
  'batches.css',
  'verification.css',
  'operation.css',
  'print.css',
];
/** save.js uses what field.js defines, session.js what save.js does, count.js what all of them do. */
const SCRIPTS = [
  'field.js',
  'paste.js',
  'save.js',
  'session.js',
  'board.js',
  'stage.js',
  'count.js',
  'batch.js',
  'app.js',
];

export function assetPages(deps: Pick<Deps, 'shipped'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const byPath = new Map([...deps.shipped.assets.values()].map((asset) => [asset.path, asset]));
  const answer = (path: string): Response => {
    const asset = byPath.get(path);
    if (!asset) throw notFound('no such asset');
    return new Response(asset.body, { headers: { 'content-type': asset.contentType, 'cache-control': FOR_EVER } });
  };
  app.get('/assets/fonts/:name', (c) => answer(`/assets/fonts/${c.req.param('name')}`));
  app.get('/assets/:hash/:name', (c) => answer(`/assets/${c.req.param('hash')}/${c.req.param('name')}`));
  return app;
}

/** The addresses every page links to. */
export function pageAssets(deps: Pick<Deps, 'shipped'>): PageAssets {
  const path = (name: string): string => {
    const asset = deps.shipped.assets.get(name);
    if (!asset) throw new Error(`asset ${name} is not shipped`);
    return asset.path;
  };
  return { icon: path('icon.svg'), stylesheets: STYLESHEETS.map(path), scripts: SCRIPTS.map(path) };
}
