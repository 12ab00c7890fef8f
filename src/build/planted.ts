import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise } from './cruise.ts';
import { ALLOWED, BREACHES, TARGETS } from './planted-files.ts';
import type { Step } from './tool.ts';

/**
 * A rule that never fires looks just like code that keeps it. So a small tree of planted files breaks every rule of
 * .dependency-cruiser.cjs once: each breach must be found, and what is allowed must be left alone.
 */
export const planted: Step = {
  name: 'planted violations',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tu-soi-planted-'));
    try {
      await plant(folder);
      const { violations, rules } = await cruise(folder);
      const found = new Set(violations.map(({ rule, from }) => `${rule} ${from}`));
      const proven = new Set(BREACHES.map(({ rule }) => rule));
      const guilty = new Set(BREACHES.map(({ file }) => file));
      return [
        ...BREACHES.filter(({ rule, file }) => !found.has(`${rule} ${file}`)).map(
          ({ rule, file, text }) => `${rule} does not see ${file}: ${text}`,
        ),
        ...rules.filter((rule) => !proven.has(rule)).map((rule) => `${rule} has no breach in planted-files.ts`),
        ...violations
          .filter(({ from }) => !guilty.has(from))
          .map(({ rule, from, to }) => `${rule} forbids what is allowed: ${from} → ${to}`),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function plant(folder: string): Promise<void> {
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    await copyFile(name, join(folder, name));
  }
  // A junction needs no administrator's rights on Windows; elsewhere the word is ignored.
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  for (const { file, text } of [...TARGETS, ...ALLOWED, ...BREACHES]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${text}\nexport const planted = 1;\n`);
  }
}
