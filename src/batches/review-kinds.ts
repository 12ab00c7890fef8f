import { COLLECTIVE_STATE_WORDS } from '../reviews/transitions.ts';
import type { PaperKind, Plan } from './kind.ts';
import { type BatchPlace, COLLECTIVE } from './place.ts';

/** Frozen reviews: their bytes are made once, and are the same here as anywhere. */

export const collectiveReviewKind: PaperKind = {
  key: 'tap-the',
  label: 'Báo cáo kiểm điểm của tập thể (Mẫu 01)',
  short: 'báo cáo tập thể',
  hint: null,
  name: 'kiem-diem-tap-the',
  each: false,
  async plan(place) {
    const label = 'Báo cáo kiểm điểm của tập thể';
    const review = (await place.reviews()).get(COLLECTIVE);
    if (review) return { papers: [{ subject: COLLECTIVE, label, recordId: review.recordId }], missing: [] };
    const begun = await place.collective();
    const why = begun ? COLLECTIVE_STATE_WORDS[begun.state] : 'Chưa bắt đầu';
    return { papers: [], missing: [{ label, why }] };
  },
  paper: 'plain',
};

export const reviewKind: PaperKind = {
  key: 'kiem-diem',
  label: 'Bản kiểm điểm cá nhân',
  short: 'bản kiểm điểm',
  hint: null,
  name: 'ban-kiem-diem',
  each: true,
  plan: handedIn,
  paper: 'plain',
};

export const annexKind: PaperKind = {
  key: 'phu-luc',
  label: 'Bản kiểm điểm cá nhân kèm phụ lục biểu hiện',
  short: 'bản kèm phụ lục',
  hint: 'Gồm cả bản kiểm điểm; in bản này thì có thể bỏ bản không phụ lục ở trên.',
  name: 'ban-kiem-diem-kem-phu-luc',
  each: true,
  // Who has not handed in is named once, with the reviews.
  plan: async (place) => ({ ...(await handedIn(place)), missing: [] }),
  paper: 'annex',
};

export const pledgeKind: PaperKind = {
  key: 'cam-ket',
  label: 'Bản cam kết năm sau',
  short: 'bản cam kết',
  hint: null,
  name: 'ban-cam-ket',
  each: true,
  async plan(place) {
    const [{ papers }, pledged] = await Promise.all([handedIn(place), place.pledged()]);
    return {
      papers: papers.filter(({ subject }) => pledged.has(subject)),
      missing: papers
        .filter(({ subject }) => !pledged.has(subject))
        .map(({ label }) => ({ label, why: 'Không ghi cam kết' })),
    };
  },
  paper: 'pledge',
};

async function handedIn(place: BatchPlace): Promise<Plan> {
  const [people, reviews] = await Promise.all([place.people(), place.reviews()]);
  return {
    papers: people.flatMap(({ id, full_name: label }) => {
      const review = reviews.get(id);
      return review ? [{ subject: id, label, recordId: review.recordId }] : [];
    }),
    missing: people
      .filter(({ id }) => !reviews.has(id))
      .map(({ full_name: label, review }) => ({
        label,
        why: review?.state === 'returned' ? 'Được đề nghị bổ sung, chưa nộp lại' : 'Chưa nộp',
      })),
  };
}
