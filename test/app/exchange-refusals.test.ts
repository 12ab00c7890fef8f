import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { judgeRollUp } from '../../src/exchange/judging.ts';
import { officeCampaign } from '../../src/ratings/scope.ts';
import { actorFor, begin, tableContents } from '../helpers/author.ts';
import {
  exchangePath,
  exportFile,
  flipped,
  handedUpByFile,
  importFile,
  insideOf,
  issueKit,
  lockedAgain,
  sendToOffice,
} from '../helpers/exchange.ts';
import { seedCampaign } from '../helpers/people.ts';
import { handUpAs, ratingWorld, type RatingWorld } from '../helpers/ratings.ts';

/** The words with which the office's page comes back; nothing of the file stands anywhere then. */
async function refusal(office: RatingWorld, bytes: Uint8Array<ArrayBuffer> | null): Promise<string> {
  const before = await contents(office);
  const answer = await sendToOffice(office, bytes);
  expect(answer.status).toBe(422);
  expect(await contents(office)).toEqual(before);
  return answer.text();
}

function contents(office: RatingWorld): Promise<unknown> {
  return tableContents(office.deps.store);
}

describe('a file that is not whole', () => {
  test('is refused plainly: cut in half, one byte changed anywhere, empty, something else, a kit', async () => {
    const { office, file, kit } = await handedUpByFile();
    expect(await refusal(office, file.slice(0, file.length / 2))).toContain('không còn nguyên vẹn');
    expect(await refusal(office, file.slice(0, 90))).toContain('không còn nguyên vẹn');
    expect(await refusal(office, file.slice(0, -1))).toContain('không còn nguyên vẹn');
    expect(await refusal(office, new Uint8Array([...file, 0]))).toContain('không còn nguyên vẹn');
    for (const at of [3, 25, 60, 120, 180, 230, 1_000, Math.floor(file.length / 2), file.length - 1]) {
      expect(await refusal(office, flipped(file, at))).toMatch(/bị sửa|hỏng|không phải/);
    }
    expect(await refusal(office, new Uint8Array())).toContain('chọn tệp chi bộ nộp');
    expect(await refusal(office, null)).toContain('chọn tệp chi bộ nộp');
    expect(await refusal(office, new TextEncoder().encode('Báo cáo'))).toContain('không phải tệp chi bộ nộp');
    expect(await refusal(office, kit.bytes)).toContain('Đây là bộ cài');
    expect((await importFile(office, file)).status).toBe(303);
  });

  test('is refused whichever byte was flipped, of the file or of what somebody has locked anew', async () => {
    const { office, file } = await handedUpByFile();
    const { campaign, branches } = await officeCampaign(
      office.deps,
      actorFor(office.clerk),
      { roles: [{ unitId: office.office.committee, role: 'office' }] },
      office.campaignId,
    );
    const judge = (bytes: Uint8Array) => judgeRollUp(office.deps, { campaign, branches }, bytes);
    await expect(judge(file)).resolves.toBeDefined();
    const refused = async (bytes: Uint8Array): Promise<void> => {
      const answer = await judge(bytes).then(
        () => 'taken',
        (error: unknown) => (error instanceof AppError ? error.code : error),
      );
      expect(answer).toBe('invalid-input');
    };
    const mask = fc.integer({ min: 1, max: 255 });
    // The header of age in full, where an encoding might have more than one spelling.
    for (let at = 0; at < 240; at += 1) await refused(flipped(file, at));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: file.length - 1 }), mask, (at, bits) =>
        refused(flipped(file, at, bits)),
      ),
      { numRuns: 150 },
    );
    const inside = new TextEncoder().encode(await insideOf(office, file));
    // The signature's own line, letter by letter: as text it has more spellings than as bytes.
    for (let at = 13; at < 102; at += 1) await refused(await lockedAgain(office, put(inside, at, '=')));
    const spots = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: inside.length - 1 }));
    await fc.assert(
      fc.asyncProperty(spots, mask, async (at, bits) => refused(await lockedAgain(office, flipped(inside, at, bits)))),
      { numRuns: 150 },
    );
  }, 60_000);
});

function put(bytes: Uint8Array, at: number, letter: string): Uint8Array<ArrayBuffer> {
  const other = new Uint8Array(bytes);
  other[at] = other[at] === letter.charCodeAt(0) ? 65 : letter.charCodeAt(0);
  return other;
}

describe('a file that is whole', () => {
  test('of another committee, of another campaign, or of a branch that is not in it', async () => {
    const { office, file } = await handedUpByFile();
    const elsewhere = await ratingWorld();
    expect(await refusal(elsewhere, file)).toContain('chưa lập bộ cài nào');
    await issueKit(elsewhere);
    expect(await refusal(elsewhere, file)).toContain('nộp cho một đảng ủy khác');
    const lastYear = await seedCampaign(office.deps, office.office.committee, { year: 2025 });
    expect(await refusal({ ...office, campaignId: lastYear }, file)).toContain('Tệp này của đợt khác');
  });

  test('of a newer or an older version of the program', async () => {
    const { office, file } = await handedUpByFile();
    const inside = await insideOf(office, file);
    const newer = await lockedAgain(office, inside.replace('TU-SOI-NOP 1\n', 'TU-SOI-NOP 2\nmột dòng mới\n'));
    expect(await refusal(office, newer)).toContain('cập nhật chương trình ở văn phòng');
    const older = await lockedAgain(office, inside.replace('TU-SOI-NOP 1\n', 'TU-SOI-NOP 0\n'));
    expect(await refusal(office, older)).toContain('phiên bản cũ');
    expect(await refusal(office, await lockedAgain(office, 'chữ gì đó'))).toContain('không phải tệp chi bộ nộp');
  });

  test('changed by somebody who can lock but not sign', async () => {
    const { office, file } = await handedUpByFile();
    const inside = await insideOf(office, file);
    const better = await lockedAgain(office, inside.replace('"branch_level":"good"', '"branch_level":"best"'));
    expect(await refusal(office, better)).toContain('Chữ ký của tệp không đúng');
    const later = await lockedAgain(office, inside.replace('"serial":1', '"serial":2'));
    expect(await refusal(office, later)).toContain('Chữ ký của tệp không đúng');
    const other = await lockedAgain(office, inside.replace(office.office.branch, office.office.otherBranch));
    expect(await refusal(office, other)).toContain('Chữ ký của tệp không đúng');
  });

  test('signed with a kit that was issued anew since', async () => {
    const { office, file } = await handedUpByFile();
    await issueKit(office, { lap_lai: '1' });
    expect(await refusal(office, file)).toContain('bộ cài cũ');
  });

  test('issued anew between preview and confirmation: nothing is written', async () => {
    const { office, file } = await handedUpByFile();
    const preview = (await sendToOffice(office, file)).headers.get('location') ?? '';
    await issueKit(office, { lap_lai: '1' });
    const before = await contents(office);
    const answer = await (await office.as(office.clerk)).post(preview, {});
    expect(answer.status).toBe(422);
    expect(await contents(office)).toEqual(before);
  });

  test('that was taken in already, whether sent again or confirmed twice', async () => {
    const { office, file } = await handedUpByFile();
    const preview = (await sendToOffice(office, file)).headers.get('location') ?? '';
    const clerk = await office.as(office.clerk);
    expect((await clerk.post(preview, {})).status).toBe(303);
    const before = await contents(office);
    expect((await clerk.post(preview, {})).status).toBe(404);
    expect(await contents(office)).toEqual(before);
    expect(await refusal(office, file)).toContain('đã nhập lúc');
  });

  test('that is older than the one taken in', async () => {
    const { office, world, file } = await handedUpByFile();
    const second = await exportFile(world);
    expect((await importFile(office, second)).status).toBe(303);
    await (await office.as(office.clerk)).post(`${office.officeBranch}/tra-lai`, { ly_do: 'Xem lại.' });
    expect(await refusal(office, file)).toContain('cũ hơn tệp số 2');
    expect(await refusal(office, second)).toContain('đã nhập lúc');
  });

  test('of a branch that has handed up over the network, or whose member has written there', async () => {
    const { office, file } = await handedUpByFile();
    await begin({ browser: await office.as(office.member), campaignId: office.campaignId });
    expect(await refusal(office, file)).toContain(`đã có bản kiểm điểm năm nay của: ${office.member.fullName}`);
    const given = await handUpAs(office, office.secretary);
    expect(given.status).toBe(303);
    expect(await refusal(office, file)).toContain('đã chuyển bảng đề xuất rồi');
  });

  test('of a campaign that has ended, or naming somebody who is no longer in the branch', async () => {
    const { office, file } = await handedUpByFile();
    const { db } = office.deps.store;
    const moved = { unit_id: office.office.otherBranch };
    await db.updateTable('member').set(moved).where('id', '=', office.member.memberId).execute();
    expect(await refusal(office, file)).toContain(`không còn ở chi bộ này: ${office.member.fullName}`);
    await db.updateTable('campaign').set({ state: 'closed' }).execute();
    expect(await refusal(office, file)).toContain('Đợt này đã kết thúc');
  });

  test('is nobody’s but its sender’s until it is confirmed, and can be given up without a trace', async () => {
    const { office, file } = await handedUpByFile();
    const before = await contents(office);
    const preview = (await sendToOffice(office, file)).headers.get('location') ?? '';
    expect((await (await office.as(office.administrator)).get(preview)).status).toBe(403);
    const clerk = await office.as(office.clerk);
    expect((await clerk.post(`${preview}/bo`, {})).headers.get('location')).toBe(exchangePath(office));
    expect(await contents(office)).toEqual(before);
    expect((await clerk.get(preview)).status).toBe(404);
  });
});

describe('the branch makes its file', () => {
  test('after its hand-up only, once for a double click, by its leaders alone', async () => {
    const { world } = await handedUpByFile();
    const path = `/chi-bo/${world.office.branch}/xuat`;
    const secretary = await world.as(world.secretary);
    expect((await secretary.post(path, { so: '0' })).status).toBe(409);
    expect((await secretary.post(path, { so: '1' })).status).toBe(303);
    expect((await (await world.as(world.sitting)).get(path)).status).toBe(404);
    expect((await (await world.as(world.member)).post(path, { so: '2' })).status).toBe(404);
    await world.deps.store.db.deleteFrom('hand_up').execute();
    expect((await secretary.post(path, { so: '2' })).status).toBe(409);
    expect(await (await secretary.get(path)).text()).toContain('Chi bộ chưa chuyển bảng đề xuất');
  });

  test('and one on the network has none to make', async () => {
    const office = await ratingWorld();
    const path = `/chi-bo/${office.office.branch}/xuat`;
    const secretary = await office.as(office.secretary);
    expect(await (await secretary.get(path)).text()).toContain('không cần nộp bằng tệp');
    expect((await secretary.post(path, { so: '0' })).status).toBe(409);
  });
});
