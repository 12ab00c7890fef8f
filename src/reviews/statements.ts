import type { Insertable } from 'kysely';
import type {
  DraftSendingTable,
  RemarkAnswerTable,
  ReviewItemTable,
  ReviewState,
  ReviewStepTable,
  ReviewTable,
} from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { prepared } from '../storage/prepared.ts';
import { guarded, plain } from '../storage/statement.ts';
import type { ContentMark, ReviewRow } from './queries.ts';

type Db = Store['db'];

/**
 * The review while its author may write (see `isEditable`): every save carries this in its guard.
 * A draft ends with its campaign; one that was returned or reopened is finished whenever its author is done.
 */
function openToItsAuthor(db: Db, reviewId: string) {
  return db
    .selectFrom('review as open')
    .innerJoin('campaign', 'campaign.id', 'open.campaign_id')
    .select('open.id')
    .where('open.id', '=', reviewId)
    .where(({ eb, and, or }) =>
      or([eb('open.state', '=', 'returned'), and([eb('open.state', '=', 'draft'), eb('campaign.state', '=', 'open')])]),
    );
}

export function insertReview(db: Db, row: Insertable<ReviewTable>): Statement {
  return guarded(db.insertInto('review').values(row));
}

export function insertFirstField(db: Db, row: { review_id: string; key: string; value: string; saved_at: string }) {
  return guarded(db.insertInto('review_field').values({ ...row, version: 1 }));
}

export function insertItem(db: Db, row: Insertable<ReviewItemTable>): Statement {
  return guarded(db.insertInto('review_item').values(row));
}

export function insertStep(db: Db, row: Insertable<ReviewStepTable>): Statement {
  return guarded(db.insertInto('review_step').values(row));
}

const saveAgain = prepared(
  ['reviewId', 'key', 'value', 'baseVersion', 'version', 'at'],
  (db, save: { reviewId: string; key: string; value: string; baseVersion: number; version: number; at: string }) =>
    db
      .updateTable('review_field')
      .set({ value: save.value, version: save.version, saved_at: save.at })
      .where('review_id', '=', save.reviewId)
      .where('key', '=', save.key)
      .where('version', '=', save.baseVersion)
      .where(({ exists }) => exists(openToItsAuthor(db, save.reviewId))),
);

export interface FieldSave {
  reviewId: string;
  key: string;
  value: string;
  /** The version the typist saw; 0 is a field never saved. */
  baseVersion: number;
  at: string;
}

/** Saves one field over the version its typist saw, while the review is open. Anything else changes no row. */
export function saveField(db: Db, save: FieldSave): Statement {
  if (save.baseVersion > 0) {
    const { reviewId, key, value, baseVersion, at } = save;
    return { query: saveAgain(db, { reviewId, key, value, baseVersion, at, version: baseVersion + 1 }), guard: true };
  }
  const open = openToItsAuthor(db, save.reviewId);
  const first = { review_id: save.reviewId, key: save.key, value: save.value, version: 1, saved_at: save.at };
  return guarded(
    db
      .insertInto('review_field')
      .columns(['review_id', 'key', 'value', 'version', 'saved_at'])
      .expression(
        db
          .selectNoFrom((eb) => [
            eb.val(first.review_id).as('review_id'),
            eb.val(first.key).as('key'),
            eb.val(first.value).as('value'),
            eb.val(first.version).as('version'),
            eb.val(first.saved_at).as('saved_at'),
          ])
          .where(({ exists }) => exists(open)),
      ),
  );
}

/** Marks a field whose text is still this one, while the review is open; text and version stay. */
export function setKeptLetters(
  db: Db,
  kept: { reviewId: string; key: string; value: string; mark: string },
): Statement {
  return guarded(
    db
      .updateTable('review_field')
      .set({ kept_letters: kept.mark })
      .where('review_id', '=', kept.reviewId)
      .where('key', '=', kept.key)
      .where('value', '=', kept.value)
      .where(({ exists }) => exists(openToItsAuthor(db, kept.reviewId))),
  );
}

/** Adds an item while the review is open. */
export function addItem(db: Db, row: ReviewItemTable): Statement {
  const columns = Object.keys(row) as (keyof ReviewItemTable)[];
  return guarded(
    db
      .insertInto('review_item')
      .columns(columns)
      .expression(
        db
          .selectNoFrom((eb) => columns.map((column) => eb.val(row[column]).as(column)))
          .where(({ exists }) => exists(openToItsAuthor(db, row.review_id))),
      ),
  );
}

/** Removing keeps the words: the item can be brought back. Items from last year and those the branch gave stay. */
export function setItemRemoved(db: Db, reviewId: string, itemId: string, removed: boolean): Statement {
  const open = openToItsAuthor(db, reviewId);
  return guarded(
    db
      .updateTable('review_item')
      .set((eb) => ({ removed: removed ? 1 : 0, version: eb('version', '+', 1) }))
      .where('id', '=', itemId)
      .where('review_id', '=', reviewId)
      .where('origin', 'not in', ['own_shortcoming', 'own_promise'])
      .where('source_text', '=', '')
      .where('removed', '=', removed ? 0 : 1)
      .where(({ exists }) => exists(open)),
  );
}

/**
 * Saves the answer to the remark with which the review is back, over the version its author saw (`version - 1`). Nothing
 * changes once it is handed in again, nor for a remark of an earlier return.
 */
export function saveRemarkAnswer(db: Db, row: RemarkAnswerTable): Statement {
  const open = db
    .selectFrom('review')
    .select('review.id')
    .where('review.id', '=', row.review_id)
    .where('review.state', '=', 'returned')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('review_step as later')
            .select('later.id')
            .where('later.review_id', '=', row.review_id)
            .where('later.id', '>', row.step_id),
        ),
      ),
    );
  if (row.version > 1) {
    return guarded(
      db
        .updateTable('remark_answer')
        .set({ text: row.text, version: row.version, at: row.at })
        .where('step_id', '=', row.step_id)
        .where('version', '=', row.version - 1)
        .where(({ exists }) => exists(open)),
    );
  }
  const columns = Object.keys(row) as (keyof RemarkAnswerTable)[];
  return guarded(
    db
      .insertInto('remark_answer')
      .columns(columns)
      .expression(
        db
          .selectNoFrom((eb) => columns.map((column) => eb.val(row[column]).as(column)))
          .where(({ exists }) => exists(open)),
      ),
  );
}

/** Between the items carried over (from 0) and those added by hand (from 1,000); of one place the older id stands first. */
const GIVEN_POSITION = 500;

/**
 * Puts what was concluded about a person, and stands in no review yet, into section III of his review, while that is
 * with its author: nothing of it is read. An item has its conclusion's id, so none goes in twice. A conclusion that came
 * too late for its own year goes into the next.
 */
export function giveConclusions(db: Db, campaignId: string, memberId: string, list: string): Statement {
  return plain(
    db
      .insertInto('review_item')
      .columns([
        'id',
        'review_id',
        'list',
        'position',
        'origin',
        'source_text',
        'source_year',
        'source_due',
        'removed',
        'version',
      ])
      .expression(
        db
          .selectFrom('review')
          .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
          .innerJoin('conclusion', 'conclusion.member_id', 'review.member_id')
          .innerJoin('campaign as told', 'told.id', 'conclusion.campaign_id')
          .where('review.campaign_id', '=', campaignId)
          .where('review.member_id', '=', memberId)
          .where('review.state', 'in', ['draft', 'returned'])
          .where('conclusion.withdrawn_at', 'is', null)
          .whereRef('told.year', '<=', 'campaign.year')
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(selectFrom('review_item as given').select('given.id').whereRef('given.id', '=', 'conclusion.id')),
            ),
          )
          .select((eb) => [
            'conclusion.id',
            'review.id as review_id',
            eb.val(list).as('list'),
            eb.val(GIVEN_POSITION).as('position'),
            'conclusion.origin',
            'conclusion.text as source_text',
            'conclusion.source_year',
            eb.lit(null).as('source_due'),
            eb.lit(0).as('removed'),
            eb.lit(1).as('version'),
          ]),
      ),
  );
}

/** Takes a conclusion that was withdrawn out of the review it stands in, while that is with its author. */
export function takeConclusionBack(db: Db, conclusionId: string): Statement {
  return plain(
    db
      .updateTable('review_item')
      .set((eb) => ({ removed: 1, version: eb('version', '+', 1) }))
      .where('id', '=', conclusionId)
      .where('removed', '=', 0)
      .where('review_id', 'in', ({ selectFrom }) =>
        selectFrom('review').select('review.id').where('review.state', 'in', ['draft', 'returned']),
      ),
  );
}

/** Moves a review from the state and version its mover saw. */
export function moveReview(
  db: Db,
  review: Pick<ReviewRow, 'id' | 'version' | 'state'>,
  to: ReviewState,
  at: string,
): Statement {
  return guarded(
    db
      .updateTable('review')
      .set({ state: to, version: review.version + 1, state_at: at })
      .where('id', '=', review.id)
      .where('version', '=', review.version)
      .where('state', '=', review.state),
  );
}

/** The meeting has passed the collective's report: its final text is frozen under the next number. */
export function passReviewRow(
  db: Db,
  review: Pick<ReviewRow, 'id' | 'version' | 'submissions'>,
  at: string,
): Statement {
  return guarded(
    db
      .updateTable('review')
      .set({ state: 'accepted', version: review.version + 1, submissions: review.submissions + 1, state_at: at })
      .where('id', '=', review.id)
      .where('version', '=', review.version)
      .where('member_id', 'is', null)
      .where('state', '=', 'submitted'),
  );
}

export function insertSending(db: Db, row: Insertable<DraftSendingTable>): Statement {
  return guarded(db.insertInto('draft_sending').values(row));
}

/**
 * Every accepted review of a campaign is closed with it (design §4c), each with its step: one statement over all, so that
 * none accepted in the same moment is left out. A step's id begins with `stepId`, which sorts by time.
 */
export function closeAcceptedReviews(
  db: Db,
  campaignId: string,
  by: { stepId: string; accountId: string; at: string },
): Statement[] {
  const accepted = db.selectFrom('review').where('campaign_id', '=', campaignId).where('state', '=', 'accepted');
  return [
    plain(
      db
        .insertInto('review_step')
        .columns(['id', 'review_id', 'from_state', 'to_state', 'account_id', 'remark', 'at'])
        .expression(
          accepted.select((eb) => [
            eb(eb.val(`${by.stepId}-`), '||', eb.ref('review.id')).as('id'),
            'review.id as review_id',
            eb.val('accepted').as('from_state'),
            eb.val('closed').as('to_state'),
            eb.val(by.accountId).as('account_id'),
            eb.val('').as('remark'),
            eb.val(by.at).as('at'),
          ]),
        ),
    ),
    plain(
      db
        .updateTable('review')
        .set((eb) => ({ state: 'closed', version: eb('version', '+', 1), state_at: by.at }))
        .where('campaign_id', '=', campaignId)
        .where('state', '=', 'accepted'),
    ),
  ];
}

/** The move to "submitted", only if nothing was saved since the content was read, and nobody has excused its author. */
export function submitReviewRow(db: Db, review: ReviewRow, mark: ContentMark, at: string): Statement {
  return guarded(
    db
      .updateTable('review')
      .set({
        state: 'submitted',
        version: review.version + 1,
        submissions: review.submissions + 1,
        submitted_at: at,
        state_at: at,
      })
      .where('id', '=', review.id)
      .where('version', '=', review.version)
      .where(({ exists }) => exists(openToItsAuthor(db, review.id)))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('exemption')
              .select('exemption.kind')
              .where('exemption.campaign_id', '=', review.campaign_id)
              .where('exemption.member_id', '=', review.member_id ?? '')
              .where('exemption.kind', '!=', 'elsewhere'),
          ),
        ),
      )
      .where(({ eb, selectFrom, fn, val }) =>
        eb.and([
          eb(
            selectFrom('review_field')
              .select(fn.coalesce(fn.sum<number>('version'), val(0)).as('mark'))
              .where('review_id', '=', review.id),
            '=',
            mark.fields,
          ),
          eb(
            selectFrom('review_item')
              .select(fn.coalesce(fn.sum<number>('version'), val(0)).as('mark'))
              .where('review_id', '=', review.id),
            '=',
            mark.items,
          ),
        ]),
      ),
  );
}
