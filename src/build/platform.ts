/** Where a package for one platform may be installed, in npm's words. */
export interface Platform {
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

const SYSTEMS: Record<string, string> = { windows: 'win32', win: 'win32', linuxmusl: 'linux' };
const KNOWN_SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos'];
const PROCESSORS: Record<string, string> = { '64': 'x64', '32': 'ia32', wasm32: 'wasm32' };
const KNOWN_PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
const LIBRARIES: Record<string, string> = { gnu: 'glibc', musl: 'musl', linuxmusl: 'musl' };

/**
 * Reads the platform out of a package's name: `@napi-rs/canvas-linux-x64-musl`, `@cloudflare/workerd-windows-64`.
 * Throws when the name says none: a stub without a platform would be installed everywhere.
 */
export function platformOf(name: string): Platform {
  const words = name.split(/[-/]/);
  const os = firstKnown(words, [...KNOWN_SYSTEMS, 'win32'], SYSTEMS);
  const cpu = firstKnown(words, KNOWN_PROCESSORS, PROCESSORS);
  const libc = firstKnown(words, [], LIBRARIES);
  if (!os && !cpu) throw new Error(`${name} does not say its platform: write its entry by hand`);
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && os === 'linux' && { libc: [libc] }) };
}

function firstKnown(words: readonly string[], known: readonly string[], renamed: Record<string, string>) {
  for (const word of words) {
    if (known.includes(word)) return word;
    if (renamed[word]) return renamed[word];
  }
  return undefined;
}
