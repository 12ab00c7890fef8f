/** How long papers of an order are kept, and what is said about how it stands. */

/** Files hold copies of many people's papers: they are not kept longer than it takes to fetch them. */
export const KEPT_DAYS = 7;

export function keptUntil(ended: Date): string {
  return new Date(ended.getTime() + KEPT_DAYS * 86_400_000).toISOString();
}

/** Why one paper could not be made. */
export type ItemProblem = 'returned' | 'not-made' | 'unreadable';
/** Why an order came to nothing. */
export type JobProblem = 'storage-full' | 'nothing' | 'gone' | 'internal';

export const ITEM_PROBLEM_WORDS: Record<ItemProblem, string> = {
  returned: 'Bản kiểm điểm đã được trả lại để bổ sung sau khi đặt in. Chờ nộp lại rồi in lần khác.',
  'not-made': 'Máy chủ chưa tạo được bản in này. Đồng chí bấm “Thử lại”.',
  unreadable: 'Bản in tạo ra bị hỏng. Đồng chí bấm “Thử lại”; nếu vẫn vậy, báo người quản trị.',
};

export const JOB_PROBLEM_WORDS: Record<JobProblem, string> = {
  'storage-full':
    'Ổ đĩa của máy chủ đã đầy nên chưa ghi được tệp; không có tệp nào dở dang. Đồng chí báo người quản trị dọn chỗ trống, rồi bấm “Thử lại”: những bản đã in xong không phải in lại.',
  nothing: 'Không in được bản nào, nên không có tệp. Lý do từng bản ghi ở dưới.',
  gone: 'Đợt kiểm điểm hoặc chi bộ không còn như lúc đặt in. Đồng chí đặt in lần khác.',
  internal: 'Máy chủ gặp lỗi khi ghép các bản in. Đồng chí bấm “Thử lại”; nếu vẫn vậy, báo người quản trị.',
};

/** By itself a paper is tried so often; a busy or missing printer does not count. */
export const MOST_TRIES = 3;
/** The frozen paper's own waiting time is 5 s after its first failure, 10 s after its second. */
export function nextTry(now: Date, tries: number): string {
  return new Date(now.getTime() + 6_000 * 2 ** Math.max(0, tries - 1)).toISOString();
}
