interface PlantedFile {
  /** Path in the planted tree. A breach's file is named for what it does wrong. */
  file: string;
  /** Its import. */
  text: string;
}

interface Breach extends PlantedFile {
  rule: string;
}

/** What the others import. */
export const TARGETS: readonly PlantedFile[] = [
  'src/node.ts',
  'src/worker.ts',
  'src/app.ts',
  'src/access.ts',
  'src/config.ts',
  'src/calendar.ts',
  'src/node/serve.ts',
  'src/worker/bindings.ts',
  'src/http/context.ts',
  'src/views/render.ts',
  'src/storage/statement.ts',
  'src/pdf/limiter.ts',
  'src/build/generators.ts',
  'src/units/pages.ts',
  'src/units/commands.ts',
  'src/units/statements.ts',
  'src/units/rules.ts',
  'src/units/scope.ts',
  'src/stray.ts',
  'db/schema.ts',
  'test/fixtures/people.ts',
].map((file) => ({ file, text: '' }));

/** Imports that the design wants: a rule that forbids one of them reaches too far. */
export const ALLOWED: readonly PlantedFile[] = [
  { file: 'src/node/deps.ts', text: "import 'node:fs'; import 'pino'; import '../app.ts'; import './serve.ts';" },
  { file: 'src/worker/deps.ts', text: "import '../app.ts'; import './bindings.ts'; import 'cloudflare:workers';" },
  { file: 'src/build/templates.ts', text: "import 'node:fs'; import 'handlebars'; import '../views/render.ts';" },
  { file: 'src/storage/sqlite.ts', text: "import 'node:fs'; import 'better-sqlite3'; import 'kysely';" },
  { file: 'src/storage/d1.ts', text: "import 'kysely-d1'; import './statement.ts';" },
  { file: 'src/pdf/chromium.ts', text: "import 'node:fs'; import 'puppeteer'; import './limiter.ts';" },
  { file: 'src/pdf/paper-fonts-node.ts', text: "import 'node:fs';" },
  { file: 'src/pdf/browser-rendering.ts', text: "import '@cloudflare/puppeteer'; import './limiter.ts';" },
  { file: 'src/http/errors.ts', text: "import 'hono'; import '../views/render.ts'; import '../config.ts';" },
  {
    file: 'src/reviews/pages.ts',
    text: "import 'zod'; import '../http/context.ts'; import './commands.ts'; import '../units/scope.ts';",
  },
  { file: 'src/reviews/commands.ts', text: "import 'kysely'; import '../units/statements.ts';" },
  { file: 'src/reviews/rules.ts', text: "import '../units/rules.ts'; import '../calendar.ts';" },
  // The second half of the planted circle, which is reported at the first.
  { file: 'src/reviews/circle-b.ts', text: "import './circle-a.ts';" },
  { file: 'src/reviews/there.ts', text: "import './back.ts';" },
  { file: 'src/reviews/back.ts', text: "import type { planted as there } from './there.ts';" },
  {
    file: 'src/views/helpers.ts',
    text: "import 'handlebars/runtime.js'; import type { HelperOptions } from 'handlebars';",
  },
  { file: 'db/migrations/0001-first.ts', text: "import 'kysely'; import '../schema.ts';" },
];

export const BREACHES: readonly Breach[] = [
  breach('entries-start-everything', 'src/reviews/uses-entry.ts', "import '../node.ts';"),
  breach('entries-start-everything', 'src/node/uses-entry.ts', "import '../node.ts';"),
  breach('node-folder-for-the-node-entry', 'src/reviews/uses-node-folder.ts', "import '../node/serve.ts';"),
  breach('node-folder-for-the-node-entry', 'src/worker/uses-node-folder.ts', "import '../node/serve.ts';"),
  breach('worker-folder-for-the-worker-entry', 'src/node/uses-worker-folder.ts', "import '../worker/bindings.ts';"),
  breach('app-stands-above-features', 'src/reviews/uses-app.ts', "import '../app.ts';"),
  breach('app-stands-above-features', 'src/http/uses-access.ts', "import type { planted as a } from '../access.ts';"),
  breach('shared-layers-know-no-feature', 'src/http/uses-feature.ts', "import '../units/rules.ts';"),
  breach(
    'shared-layers-know-no-feature',
    'src/views/uses-feature.ts',
    "import type { planted as a } from '../units/rules.ts';",
  ),
  breach('shared-layers-know-no-feature', 'src/storage/uses-feature.ts', "import '../units/statements.ts';"),
  breach('shared-layers-know-no-feature', 'src/pdf/uses-feature.ts', "import '../units/rules.ts';"),
  breach('base-imports-base-only', 'src/errors.ts', "import './http/context.ts';"),
  breach('features-meet-at-named-files', 'src/reviews/uses-pages.ts', "import '../units/pages.ts';"),
  breach(
    'features-meet-at-named-files',
    'src/reviews/uses-commands.ts',
    "import type { planted as a } from '../units/commands.ts';",
  ),
  breach('build-is-not-shipped', 'src/reviews/uses-build.ts', "import '../build/generators.ts';"),
  breach('build-is-not-shipped', 'src/node/uses-build.ts', "import '../build/generators.ts';"),
  breach('known-places-only', 'src/reviews/uses-stray.ts', "import '../stray.ts';"),
  breach('node-modules-of-node-stay-on-node', 'src/reviews/uses-files.ts', "import 'node:fs';"),
  breach('node-modules-of-node-stay-on-node', 'src/storage/uses-crypto.ts', "import 'node:crypto';"),
  breach('node-modules-of-node-stay-on-node', 'src/worker/uses-sqlite.ts', "import 'node:sqlite';"),
  breach('drivers-stay-on-node', 'src/reviews/uses-driver.ts', "import 'better-sqlite3';"),
  breach('drivers-stay-on-node', 'src/http/uses-server.ts', "import '@hono/node-server';"),
  breach('drivers-stay-on-node', 'src/pdf/uses-puppeteer.ts', "import 'puppeteer';"),
  breach('cloudflare-stays-in-the-worker', 'src/reviews/uses-bindings.ts', "import 'cloudflare:workers';"),
  breach('cloudflare-stays-in-the-worker', 'src/reviews/uses-d1.ts', "import 'kysely-d1';"),
  breach('cloudflare-stays-in-the-worker', 'src/pdf/uses-rented.ts', "import '@cloudflare/puppeteer';"),
  breach('sql-in-named-files', 'src/reviews/uses-kysely.ts', "import 'kysely';"),
  breach('sql-in-named-files', 'src/http/uses-kysely-type.ts', "import type { Kysely } from 'kysely';"),
  breach('deps-declares-only', 'src/deps.ts', "import 'kysely';"),
  breach('database-stands-alone', 'db/migrations/uses-source.ts', "import '../../src/calendar.ts';"),
  breach('tests-are-not-imported', 'src/node/uses-test.ts', "import '../../test/fixtures/people.ts';"),
  breach('templates-are-precompiled', 'src/views/compiles.ts', "import 'handlebars';"),
  breach('tools-are-not-shipped', 'src/node/uses-tool.ts', "import 'prettier';"),
  breach('everything-resolves', 'src/reviews/uses-nothing.ts', "import './nothing.ts';"),
  breach('no-cycles', 'src/reviews/circle-a.ts', "import './circle-b.ts';"),
];

function breach(rule: string, file: string, text: string): Breach {
  return { rule, file, text };
}
