import { readdir, readFile } from 'node:fs/promises';

const PAGE_BYTES = 4096;

/**
 * Bytes of memory that a process and all it has started hold by themselves. Read from /proc, so Linux only; null
 * elsewhere, where a browser is replaced by the number of its papers alone.
 */
export async function memoryOfTree(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const processes = await readProcesses();
  if (!processes.has(pid)) return null;
  const belongs = (one: number): boolean =>
    one === pid || (processes.has(one) && belongs(processes.get(one)?.parent ?? 0));
  return [...processes].filter(([one]) => belongs(one)).reduce((sum, [, { bytes }]) => sum + bytes, 0);
}

async function readProcesses(): Promise<Map<number, { parent: number; bytes: number }>> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const read = await Promise.all(numbers.map(async (pid) => [pid, await readProcess(pid)] as const));
  return new Map(read.flatMap(([pid, found]) => (found ? [[pid, found] as const] : [])));
}

/** One that ends while it is looked at is not counted. */
async function readProcess(pid: number): Promise<{ parent: number; bytes: number } | null> {
  try {
    const [stat, statm] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/statm`, 'utf8'),
    ]);
    // The name in brackets may hold anything, so what follows is counted from its end.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    const [, resident = '0', shared = '0'] = statm.split(' ');
    return { parent, bytes: (Number(resident) - Number(shared)) * PAGE_BYTES };
  } catch {
    return null;
  }
}
