import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problemsOf, mended } from '../../src/build/lockfile.ts';
import type { Lockfile } from '../../src/build/lockfile.ts';
import { platformOf } from '../../src/build/platform.ts';

const WHOLE = { integrity: 'sha512-x' };

/** A development tool with binaries for three platforms, of which the registry at hand had one. */
function lockfileWithHoles(): Lockfile {
  return {
    packages: {
      '': {},
      'node_modules/tool': {
        version: '2.0.0',
        ...WHOLE,
        dev: true,
        optionalDependencies: {
          '@tool/darwin-arm64': '2.0.0',
          '@tool/linux-x64-musl': '2.0.0',
          '@tool/linux-x64': '2.0.0',
        },
      },
      'node_modules/@tool/linux-x64': { version: '2.0.0', ...WHOLE, dev: true, optional: true, os: ['linux'] },
    },
  };
}

describe('a package for another platform that the lockfile leaves out', () => {
  test('is found, with who wants it and what to do', () => {
    expect(problemsOf(lockfileWithHoles())).toEqual([
      '@tool/darwin-arm64@2.0.0, wanted by node_modules/tool, is missing: run npm run lockfile',
      '@tool/linux-x64-musl@2.0.0, wanted by node_modules/tool, is missing: run npm run lockfile',
    ]);
  });

  test('gets a stub with its platform, and nothing else changes', () => {
    const before = lockfileWithHoles();
    const after = mended(before);
    expect(problemsOf(after)).toEqual([]);
    expect(after.packages).toEqual({
      ...before.packages,
      'node_modules/@tool/darwin-arm64': {
        version: '2.0.0',
        dev: true,
        optional: true,
        os: ['darwin'],
        cpu: ['arm64'],
      },
      'node_modules/@tool/linux-x64-musl': {
        version: '2.0.0',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['x64'],
        libc: ['musl'],
      },
    });
    expect(mended(after)).toEqual(after);
  });

  test('is missing again after an upgrade of the tool', () => {
    const lock = mended(lockfileWithHoles());
    lock.packages['node_modules/tool'] = {
      version: '2.1.0',
      ...WHOLE,
      optionalDependencies: { '@tool/darwin-arm64': '2.1.0' },
    };
    expect(problemsOf(lock)).toHaveLength(1);
    expect(mended(lock).packages['node_modules/@tool/darwin-arm64']?.version).toBe('2.1.0');
  });

  test('is not missing when it stands inside its parent', () => {
    const lock = lockfileWithHoles();
    lock.packages['node_modules/tool']!.optionalDependencies = { '@tool/linux-x64': '2.0.0', fs: '~1.0.0' };
    lock.packages['node_modules/tool/node_modules/fs'] = { version: '1.0.7', ...WHOLE };
    expect(problemsOf(lock)).toEqual([]);
  });

  test('goes inside its parent where another version has the place', () => {
    const lock = lockfileWithHoles();
    lock.packages['node_modules/@tool/linux-x64'] = { version: '1.0.0', ...WHOLE };
    const after = mended(lock);
    expect(after.packages['node_modules/tool/node_modules/@tool/linux-x64']?.version).toBe('2.0.0');
    expect(after.packages['node_modules/@tool/linux-x64']?.version).toBe('1.0.0');
    expect(problemsOf(after)).toEqual([]);
  });
});

describe('an entry that should not stand in a public lockfile', () => {
  test.each([
    ['the registry it came from', { resolved: 'https://registry.invalid/a.tgz', ...WHOLE }, /names the registry/],
    ['no integrity', { version: '1.0.0' }, /has no integrity/],
    ['no integrity and no platform', { version: '1.0.0', optional: true }, /has no integrity/],
  ])('%s', (_, entry, message) => {
    expect(problemsOf({ packages: { 'node_modules/a': entry } }).join('\n')).toMatch(message);
  });
});

test.each([
  ['@cloudflare/workerd-darwin-64', { os: ['darwin'], cpu: ['x64'] }],
  ['@cloudflare/workerd-windows-64', { os: ['win32'], cpu: ['x64'] }],
  ['@napi-rs/canvas-win32-arm64-msvc', { os: ['win32'], cpu: ['arm64'] }],
  ['@napi-rs/canvas-linux-riscv64-gnu', { os: ['linux'], cpu: ['riscv64'], libc: ['glibc'] }],
  ['@img/sharp-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@esbuild/aix-ppc64', { os: ['aix'], cpu: ['ppc64'] }],
  ['@rolldown/binding-wasm32-wasi', { cpu: ['wasm32'] }],
])('the platform of %s is read from its name', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});

test('a name without a platform needs a person', () => {
  expect(() => platformOf('fast-thing')).toThrow(/write its entry by hand/);
});

test('our own lockfile is complete', () => {
  expect(problemsOf(JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile)).toEqual([]);
});

test('a binary that says which Node it needs would be skipped by the npm of an older Node, so it may not say it', () => {
  const binary = { version: '2.0.0', ...WHOLE, optional: true, os: ['linux'], engines: { node: '>=20.19' } };
  const lock: Lockfile = { packages: { '': {}, 'node_modules/@tool/linux-x64': binary } };
  expect(problemsOf(lock)).toEqual([
    'node_modules/@tool/linux-x64 says which Node it needs, and an older npm would skip it: run npm run lockfile',
  ]);
  expect(problemsOf(mended(lock))).toEqual([]);
  expect(mended(lock).packages['node_modules/@tool/linux-x64']).not.toHaveProperty('engines');
});
