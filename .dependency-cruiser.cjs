/*
 * The directions of the code: entries → node|worker → app → features → shared layers → base.
 * Each rule's comment says what to import instead. `npm run check` proves with planted files
 * (src/build/planted.ts) that every rule below bites; a rule without a planted file fails the check.
 */
const FEATURES = [
  'accounts',
  'units',
  'imports',
  'catalogues',
  'forms',
  'campaigns',
  'residence',
  'reviews',
  'assistance',
  'branches',
  'meetings',
  'ratings',
  'reports',
  'batches',
  'summaries',
  'exchange',
  'verification',
  'records',
  'audit',
];
const SHARED = ['http', 'views', 'storage', 'pdf', 'files'];

const feature = `^src/(${FEATURES.join('|')})/`;
const shared = `^src/(${SHARED.join('|')})/`;
const base = '^src/(errors|deps|config|calendar|canonical|version)\\.ts$';
const app = '^src/(app|access)\\.ts$';
const entries = '^src/(node|worker)\\.ts$';
const nodeRuntime = '^src/node(\\.ts$|/)';
const workerRuntime = '^src/worker(\\.ts$|/)';
const build = '^src/build/';

/** The only files that may know Node and its drivers. */
const onNode = [
  nodeRuntime,
  build,
  '^src/storage/(sqlite|postgres|pglite)[^/]*\\.ts$',
  '^src/pdf/chromium[^/]*\\.ts$',
  '-node\\.ts$',
];
/** The only files that may know Cloudflare. */
const onCloudflare = [workerRuntime, '^src/storage/d1[^/]*\\.ts$', '^src/pdf/browser-rendering[^/]*\\.ts$'];

function packages(...names) {
  return `(^|/)node_modules/(${names.join('|')})/`;
}

function forbid(name, comment, from, to) {
  return { name, severity: 'error', comment, from, to };
}

module.exports = {
  forbidden: [
    forbid(
      'entries-start-everything',
      'node.ts and worker.ts only start things. Move what you need into src/node/, src/worker/ or the layer it belongs to, and import it from there.',
      { path: '^(src|db)/' },
      { path: entries },
    ),
    forbid(
      'node-folder-for-the-node-entry',
      'src/node/ builds Deps for one runtime. Declare what you need in src/deps.ts and take it from Deps.',
      { path: '^(src|db)/', pathNot: nodeRuntime },
      { path: '^src/node/' },
    ),
    forbid(
      'worker-folder-for-the-worker-entry',
      'src/worker/ builds Deps for one runtime. Declare what you need in src/deps.ts and take it from Deps.',
      { path: '^(src|db)/', pathNot: workerRuntime },
      { path: '^src/worker/' },
    ),
    forbid(
      'app-stands-above-features',
      'Only a runtime may import app.ts or access.ts. A feature exports its sub-app and src/app.ts mounts it; types that both need belong in src/http/.',
      { path: '^(src|db)/', pathNot: [nodeRuntime, workerRuntime, app] },
      { path: app },
    ),
    forbid(
      'shared-layers-know-no-feature',
      'http, views, storage and pdf serve every feature and know none. Take the value as a parameter, or declare the interface in the shared layer and let the feature fulfil it.',
      { path: shared },
      { path: feature },
    ),
    forbid(
      'base-imports-base-only',
      'errors, deps, config and calendar are the bottom. Declare the interface in src/deps.ts and implement it above.',
      { path: base },
      { path: '^src/', pathNot: base },
    ),
    forbid(
      'features-meet-at-named-files',
      "Of another feature import only queries.ts (reads), statements.ts (guarded writes), its scope.ts (who may touch what, logged), or its pure rules.ts, cap.ts, transitions.ts, content.ts, edition.ts, version.ts, settings.ts, a review as loaded.ts and reading.ts give it, and a paper as print*.ts and papers.ts make it. Put another feature's writes into your own list of statements.",
      { path: `${feature}` },
      {
        path: feature,
        pathNot: [
          '^src/$1/',
          '^src/[^/]+/(queries|statements|scope|rules|content|edition|version|settings|loaded|reading|transitions|papers|table|cap|print[a-z-]*)\\.ts$',
        ],
      },
    ),
    forbid(
      'build-is-not-shipped',
      'src/build/ runs before the server does. Import what it generated, or move the shared part to the layer it belongs to.',
      { path: '^(src|db)/', pathNot: build },
      { path: build },
    ),
    forbid(
      'known-places-only',
      'This file stands in no layer. Put it into a feature or a shared layer; a new layer is named in .dependency-cruiser.cjs and in the README.',
      { path: '^src/' },
      { path: '^src/', pathNot: [entries, nodeRuntime, workerRuntime, app, build, feature, shared, base] },
    ),
    forbid(
      'node-modules-of-node-stay-on-node',
      'Workers have no node: modules. Use web standards (fetch, crypto.subtle, Uint8Array, @noble/hashes), or move the code to src/node/, src/storage/<engine>.ts, src/pdf/chromium*.ts or a file *-node.ts and take it through Deps.',
      { path: '^(src|db)/', pathNot: onNode },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'drivers-stay-on-node',
      'Take `store`, `pdf` and `log` from Deps; only src/node/, src/storage/<engine>.ts and src/pdf/chromium*.ts know the driver behind them.',
      { path: '^(src|db)/', pathNot: onNode },
      {
        path: packages(
          'better-sqlite3',
          'pg',
          '@electric-sql/pglite',
          'puppeteer',
          'puppeteer-core',
          '@sparticuz/chromium',
          '@hono/node-server',
          'pino',
          '@types/(node|better-sqlite3|pg)',
        ),
      },
    ),
    forbid(
      'cloudflare-stays-in-the-worker',
      'Take `store` and `pdf` from Deps; only src/worker*, src/storage/d1*.ts and src/pdf/browser-rendering*.ts know Cloudflare.',
      { path: '^(src|db)/', pathNot: onCloudflare },
      { path: ['^cloudflare:', packages('@cloudflare', 'kysely-d1', 'wrangler', 'miniflare')] },
    ),
    forbid(
      'sql-in-named-files',
      'SQL is written in queries.ts, statements.ts and commands.ts (and accounts/auth.ts). Call a function from there instead of building a query here.',
      {
        path: '^src/',
        pathNot: [
          '^src/storage/',
          '^src/build/',
          '^src/deps\\.ts$',
          '^src/accounts/auth\\.ts$',
          '^src/[^/]+/(queries|statements|commands)\\.ts$',
        ],
      },
      { path: packages('kysely') },
    ),
    forbid(
      'deps-declares-only',
      'src/deps.ts declares interfaces: `import type` from kysely, nothing that runs.',
      { path: '^src/deps\\.ts$' },
      { path: packages('kysely'), dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'database-stands-alone',
      'db/ is read years later by code that has changed: a migration imports kysely and db/ only. Copy the few constants it needs into it.',
      { path: '^db/' },
      { path: '^src/' },
    ),
    forbid(
      'tests-are-not-imported',
      'Nothing that ships may import test/. Invented people for the rehearsal belong in db/rehearsal/.',
      { path: '^(src|db)/' },
      { path: '^test/' },
    ),
    forbid(
      'templates-are-precompiled',
      'Handlebars.compile throws in Workers: import handlebars/runtime.js; only src/build/ compiles.',
      { path: '^src/', pathNot: build },
      { path: packages('handlebars'), pathNot: 'handlebars/runtime', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'tools-are-not-shipped',
      'A devDependency is missing on an office\'s server. Move the package to "dependencies" or the code to src/build/ or test/.',
      { path: '^(src|db)/', pathNot: build },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'everything-resolves',
      'No such file or package. Relative imports end in .ts; a package must stand in package.json.',
      { path: '^(src|db)/' },
      { couldNotResolve: true, pathNot: '^cloudflare:' },
    ),
    forbid(
      'no-cycles',
      'These files import each other in a circle. Move what both need into a third file below them; `import type` may point back.',
      { path: '^(src|db)/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Sees `import type` too: a type can break a direction as well as a value.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.d.ts'],
    },
  },
};
