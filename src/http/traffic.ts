import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './context.ts';

/** Answers since the start, by the first digit of their status; whose and what for is nobody's business here. */
export interface TrafficNumbers {
  answered: Readonly<Record<StatusClass, number>>;
  /** Requests that have no answer yet, the one that asks included. */
  open: number;
}

export type StatusClass = '2xx' | '3xx' | '4xx' | '5xx';

export interface Traffic {
  count: MiddlewareHandler<AppEnv>;
  numbers(): TrafficNumbers;
}

export function createTraffic(): Traffic {
  const answered: Record<StatusClass, number> = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };
  let open = 0;
  return {
    async count(c, next) {
      open += 1;
      try {
        await next();
      } finally {
        open -= 1;
        const kind = `${Math.floor(c.res.status / 100)}xx`;
        if (kind in answered) answered[kind as StatusClass] += 1;
      }
    },
    numbers: () => ({ answered: { ...answered }, open }),
  };
}
