import pino from 'pino';
import type { Config } from '../config.ts';
import type { Log } from '../deps.ts';
import { maskNumbers } from '../http/masking.ts';

/** Structured lines on standard error. Whatever looks like an identity or card number is masked before it is written. */
export function createLog(level: Config['logLevel']): Log {
  const logger = pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { cause: pino.stdSerializers.err },
      hooks: { streamWrite: maskNumbers },
    },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
