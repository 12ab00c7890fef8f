import { expect } from 'vitest';
import { readXlsx } from '../../src/imports/xlsx.ts';

export const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The cells of a downloaded table as Excel would show them, by our own reader of lists. */
export async function sheetIn(answer: Response): Promise<string[][]> {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, SPREADSHEET]);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z0-9-]+\.xlsx"$/);
  const grid = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
  return grid.rows.map(({ cells }) => [...cells]);
}
