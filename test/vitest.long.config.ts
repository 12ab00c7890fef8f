import { mergeConfig } from 'vitest/config';
import usual, { LONG } from './vitest.config.ts';

/** `npm run test:long`: what `npm test` leaves out because it takes long. CI runs both. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [], exclude: [] } },
  { test: { include: LONG } },
);
