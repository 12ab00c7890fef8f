import type { AppContext } from '../http/context.ts';
import { formatTime } from '../views/formats.ts';
import { offersAsJson } from './offers.ts';
import type { FieldOutcome } from './saving.ts';

/** What the saving script hears of one field; its contract stands at the head of templates/assets/save.js. */
export function answerSave(
  c: AppContext,
  outcome: FieldOutcome,
  more: { shown(key: string, value: string): string; sameAsLastYear: boolean },
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
        ...offersAsJson(outcome.value),
      });
    }
    case 'invalid':
      return c.json({ key: outcome.key, error: outcome.error, ...offersAsJson(outcome.typed) }, 422);
    case 'conflict': {
      const { key, version } = outcome;
      const theirs = more.shown(key, outcome.theirs);
      return c.json({ key, code: 'conflict', version, theirs, savedAt: formatTime(outcome.savedAt) }, 409);
    }
  }
}
