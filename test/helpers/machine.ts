import type { Machine, MachineFacts } from '../../src/deps.ts';

/** A machine on which all is well, but for what a test says. */
export function machine(facts: Partial<MachineFacts> = {}): Machine {
  return {
    facts: () =>
      Promise.resolve({
        disk: { freeBytes: 50_000_000_000, totalBytes: 250_000_000_000 },
        writable: true,
        databaseBytes: 12_345_678,
        databasePlace: 'data/real/tu-soi.sqlite',
        memoryBytes: 120_000_000,
        uptimeSeconds: 3_600,
        runtime: 'Node 24.21.0',
        system: 'linux x64',
        timeZone: 'Etc/UTC',
        paperFonts: { present: 4, missing: [] },
        ...facts,
      }),
  };
}
