import type { AppContext } from '../http/context.ts';
import { printingRemark } from '../http/text.ts';
import { formatTime } from '../views/formats.ts';
import { offersAsJson } from './offers.ts';
import type { FieldOutcome } from './saving.ts';

function remarkAsJson(value: string): { remark?: string } {
  const remark = printingRemark(value);
  return remark === null ? {} : { remark };
}

/** What the saving script hears of one field; its contract stands at the head of templates/assets/save.js. */
export function answerSave(
  c: AppContext,
  outcome: FieldOutcome,
  more: { shown(key: string, value: string): string; sameAsLastYear: boolean; kept: string },
): Response {
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged': {
      const savedAt = formatTime(outcome.savedAt ?? new Date(0).toISOString());
      return c.json({
        key: outcome.key,
        version: outcome.version,
        savedAt,
        ...(more.sameAsLastYear ? { sameAsLastYear: true } : {}),
        ...remarkAsJson(outcome.value),
        ...offersAsJson(outcome.value, more.kept),
      });
    }
    case 'invalid':
      return c.json({ key: outcome.key, error: outcome.error, ...offersAsJson(outcome.typed, more.kept) }, 422);
    case 'conflict': {
      const { key, version } = outcome;
      const theirs = more.shown(key, outcome.theirs);
      return c.json({ key, code: 'conflict', version, theirs, savedAt: formatTime(outcome.savedAt) }, 409);
    }
  }
}
