import type { Config } from '../config.ts';
import type { Log } from '../deps.ts';
import { maskNumbers } from '../http/masking.ts';

const LEVELS: readonly Config['logLevel'][] = ['debug', 'info', 'warn', 'error', 'silent'];

/** One line of JSON for each event, as on Node; Cloudflare keeps no line unless the operator asks for it. */
export function createConsoleLog(least: Config['logLevel']): Log {
  function write(level: 'info' | 'warn' | 'error', fields: object, message: string): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    console[level](
      maskNumbers(JSON.stringify({ level, time: new Date().toISOString(), ...fields, msg: message }, told)),
    );
  }
  return {
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
  };
}

/** An error's own words are not enumerable. */
function told(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { type: value.name, message: value.message, stack: value.stack, cause: value.cause };
}
