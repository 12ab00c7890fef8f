import type { Deps } from '../../src/deps.ts';
import type { Actor } from '../../src/http/context.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { addListItem, saveFields } from '../../src/reviews/saving.ts';
import { signsOf } from '../../src/catalogues/rules.ts';
import { isAnswerable } from '../../src/catalogues/rules.ts';

/** One point of the pledge for the next year. */
export async function writePledge(deps: Deps, actor: Actor, reviewId: string, text = 'Đọc thêm.'): Promise<void> {
  const itemId = await addListItem(deps, actor, await loadReview(deps, reviewId), { list: 'CK', origin: 'written' });
  const key = `CK.${itemId}.text`;
  await saveFields(deps, actor, await loadReview(deps, reviewId), [{ key, value: text, version: 0 }]);
}

/** Writes everything a review of form 2B needs to be handed in, the way its author would. */
export async function completeReview(
  deps: Deps,
  actor: Actor,
  reviewId: string,
  said: Record<string, string> = {},
): Promise<void> {
  await addListItem(deps, actor, await loadReview(deps, reviewId), { list: 'II.1', origin: 'written' });
  await addListItem(deps, actor, await loadReview(deps, reviewId), { list: 'VI', origin: 'written' });
  const review = await loadReview(deps, reviewId);
  const itemKey = (list: string) => `${list}.${review.frame.items.find((item) => item.list === list)?.id ?? ''}.text`;
  const values: Record<string, string> = {
    'I.1': 'Giữ gìn phẩm chất chính trị, đạo đức, lối sống; đoàn kết với đồng chí, đồng nghiệp.',
    'I.2': 'Hoàn thành 12 trên 12 nhiệm vụ được giao trong năm.',
    'I.3': 'Thực hiện đủ các điều đã cam kết đầu năm.',
    [itemKey('II.1')]: 'Còn nể nang trong phê bình.',
    'II.2': 'Chưa thật sự mạnh dạn.',
    [itemKey('VI')]: 'Góp ý thẳng thắn tại mỗi kỳ sinh hoạt.',
    'B.I.1': '28,5',
    'B.I.2': '60',
    'B.II': 'good',
    ...said,
  };
  for (const edition of [review.frame.a, review.frame.b]) {
    for (const sign of edition ? signsOf(edition) : []) {
      if (edition && isAnswerable(sign, review.frame.words)) values[`${edition.list}${sign.no}`] = 'none';
    }
  }
  const typed = Object.entries(values).map(([key, value]) => ({
    key,
    value,
    version: review.fields.get(key)?.version ?? 0,
  }));
  const outcomes = await saveFields(deps, actor, review, typed);
  const bad = outcomes.filter((outcome) => outcome.kind === 'invalid' || outcome.kind === 'conflict');
  if (bad.length > 0) throw new Error(`not saved: ${JSON.stringify(bad)}`);
}
