import { logOnce } from '../audit/statements.ts';
import { editionOrThrow } from '../catalogues/queries.ts';
import type { Deps } from '../deps.ts';
import { formOrThrow } from '../forms/queries.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { findPaper, findRecord, recordText } from '../records/queries.ts';
import type { ReviewContent } from '../reviews/content.ts';
import { isWithItsAuthor } from '../reviews/transitions.ts';
import type { ReadingSection } from '../views/models/meetings.ts';
import type { Gathered } from './gathered.ts';
import { sectionsToRead, signsToRead } from './record.ts';
import type { Subject } from './subjects.ts';

/** What a subject has handed in, as the meeting hears it; `missing` says why there is nothing. */
export interface Reading {
  missing: string | null;
  sections: ReadingSection[];
  signs: ReadingSection[];
}

/**
 * From the frozen record, never from a draft. The answers on the signs are shown only where the author has printed the
 * annex to what he handed in: they are no part of the form itself (forms.md §2).
 */
export async function recordToRead(deps: Pick<Deps, 'store'>, subject: Subject): Promise<Reading> {
  const { db } = deps.store;
  const { review } = subject;
  if (!review || isWithItsAuthor(review.state)) return nothing(missingWords(subject));
  const record = await findRecord(db, review.id, review.submissions);
  if (!record) return nothing(missingWords(subject));
  const content = JSON.parse(await recordText(db, record)) as ReviewContent;
  const form = await formOrThrow(db, content.formId);
  const annex = await findPaper(db, record.id, 'annex');
  const editionIds = annex ? [content.editionA, content.editionB] : [];
  const editions = await Promise.all(editionIds.filter((id) => id !== null).map((id) => editionOrThrow(db, id)));
  return { missing: null, sections: sectionsToRead(content, form), signs: signsToRead(content, editions) };
}

function nothing(missing: string): Reading {
  return { missing, sections: [], signs: [] };
}

function missingWords({ memberId, review }: Subject): string {
  if (memberId === null) return 'Bản kiểm điểm của tập thể chưa được gửi trên hệ thống; cuộc họp đọc từ bản giấy.';
  if (review?.state === 'returned') return 'Bản kiểm điểm đang được đề nghị bổ sung, chưa nộp lại.';
  return 'Chưa nộp bản kiểm điểm trên hệ thống; cuộc họp đọc từ bản giấy.';
}

/** Reading somebody else's record is logged like any reading, once for each reader, record and meeting. */
export async function logReading(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  viewer: Viewer,
  { meeting, season }: Gathered,
  subject: Subject,
): Promise<void> {
  const { review } = subject;
  const own = subject.memberId !== null && subject.memberId === viewer.memberId;
  if (!review || own) return;
  await deps.store.atomic([
    logOnce(deps, actor, {
      action: 'review-viewed',
      subject: { kind: 'review', id: review.id },
      unitId: season.unit.id,
      detail: `meeting ${meeting.id}`,
    }),
  ]);
}
