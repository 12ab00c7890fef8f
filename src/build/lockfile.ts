import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { platformOf } from './platform.ts';
import type { Platform } from './platform.ts';
import type { Step } from './tool.ts';

const FILE = 'package-lock.json';

export interface Lockfile {
  packages: Record<string, LockedPackage>;
}

interface LockedPackage extends Platform {
  version?: string;
  resolved?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  link?: boolean;
  inBundle?: boolean;
  optionalDependencies?: Record<string, string>;
  engines?: unknown;
}

/** A package for some platform that a dependency offers and the lockfile does not hold. */
interface Hole {
  name: string;
  version: string;
  /** Key in `packages` of the package that offers it; '' is our own. */
  wantedBy: string;
}

/**
 * npm leaves out of the lockfile what its registry lacks for other platforms, and `npm ci` then stops with EUSAGE
 * ("Missing: … from lock file") on every machine. A stub (version, optional, os, cpu) cures it and survives `npm i`.
 */
export const lockfile: Step = {
  name: 'lockfile',
  run: async () => problemsOf(JSON.parse(await readFile(FILE, 'utf8')) as Lockfile),
};

export function problemsOf(lock: Lockfile): string[] {
  const packages = Object.entries(lock.packages);
  return [
    ...holesIn(lock).map(
      ({ name, version, wantedBy }) => `${name}@${version}, wanted by ${wantedBy}, is missing: run npm run lockfile`,
    ),
    ...packages
      .filter(([, { resolved }]) => resolved !== undefined && /^\w+:\/\//.test(resolved))
      .map(([path]) => `${path} names the registry it came from: .npmrc says omit-lockfile-registry-resolved`),
    ...packages
      .filter(([path, entry]) => path !== '' && !entry.integrity && !isStub(entry) && !entry.link && !entry.inBundle)
      .map(([path]) => `${path} has no integrity: anything could be installed under its name`),
    ...packages
      .filter(([, entry]) => asksForAnotherNode(entry))
      .map(([path]) => `${path} says which Node it needs, and an older npm would skip it: run npm run lockfile`),
  ];
}

/** The lockfile with a stub in every hole, and no word about Node where it would make npm leave a binary out. */
export function mended(lock: Lockfile): Lockfile {
  const packages: Lockfile['packages'] = Object.fromEntries(
    Object.entries(lock.packages).map(([path, entry]) => [path, asksForAnotherNode(entry) ? anyNode(entry) : entry]),
  );
  for (const { name, version, wantedBy } of holesIn(lock)) {
    const top = `node_modules/${name}`;
    const taken = packages[top];
    const path = taken && !isStub(taken) ? `${wantedBy}/${top}` : top;
    const { os, cpu, libc } = platformOf(name);
    // npm's own order of keys, so that a later `npm i` leaves the stubs as they are.
    packages[path] = {
      version,
      ...(cpu && { cpu }),
      ...(lock.packages[wantedBy]?.dev && { dev: true }),
      ...(libc && { libc }),
      optional: true,
      ...(os && { os }),
    };
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

/**
 * npm leaves an optional package out without a word when the Node that installs is older than its `engines`.
 * Ours runs on the Node 24 that is installed beside it, so a binary for some platform must come whatever installs it.
 */
function asksForAnotherNode(entry: LockedPackage): boolean {
  return entry.optional === true && entry.engines !== undefined && (entry.os !== undefined || entry.cpu !== undefined);
}

function anyNode(entry: LockedPackage): LockedPackage {
  const { engines: _left, ...rest } = entry;
  return rest;
}

function holesIn(lock: Lockfile): Hole[] {
  return Object.entries(lock.packages).flatMap(([wantedBy, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, range]) => !isMet(found(lock, wantedBy, name), range))
      .map(([name, range]) => ({ name, version: range.replace(/^[\^~]/, ''), wantedBy })),
  );
}

/** Walks up as Node does: `a/node_modules/b` first, then `node_modules/b` of each folder above. */
function found(lock: Lockfile, wantedBy: string, name: string): LockedPackage | undefined {
  for (let folder = wantedBy; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const entry = lock.packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`];
    if (entry || folder === '') return entry;
  }
}

/** Platform packages are wanted in one exact version: a stub of another is left from before an upgrade. */
function isMet(entry: LockedPackage | undefined, range: string): boolean {
  if (!entry) return false;
  const exact = /^\d+\.\d+\.\d+[^ ]*$/.test(range);
  return !exact || entry.version === range;
}

function isStub({ integrity, optional, os, cpu }: LockedPackage): boolean {
  return !integrity && optional === true && (os !== undefined || cpu !== undefined);
}

/** `npm run lockfile` writes the stubs; without `--fix` it only says what is wrong. */
async function main(): Promise<void> {
  const lock = JSON.parse(await readFile(FILE, 'utf8')) as Lockfile;
  const wanted = process.argv.includes('--fix') ? mended(lock) : lock;
  if (wanted !== lock) await writeFile(FILE, `${JSON.stringify(wanted, null, 2)}\n`);
  const problems = problemsOf(wanted);
  for (const problem of problems) console.error(problem);
  console.log(`${FILE}: ${problems.length} problems, ${holesIn(lock).length - holesIn(wanted).length} stubs written`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
