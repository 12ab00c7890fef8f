import { expect, test } from 'vitest';
import { filesMissingFrom } from '../../src/build/directions.ts';

test('a cruise that read nothing does not pass for one that found nothing', () => {
  expect(filesMissingFrom([], ['src/app.ts', 'db/schema.ts'])).toEqual(['src/app.ts', 'db/schema.ts']);
  expect(filesMissingFrom(['db/schema.ts', 'src/app.ts', 'node:fs'], ['src/app.ts', 'db/schema.ts'])).toEqual([]);
});
