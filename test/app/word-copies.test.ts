import { describe, expect, test } from 'vitest';
import { begin, beginComplete, type AuthorWorld, authorWorld, tableContents, wordsOn } from '../helpers/author.ts';
import { assistedSession, assistedWorld } from '../helpers/assisted.ts';
import { branchWorld, handIn, textAt } from '../helpers/branch.ts';
import { meetingWorld, plan } from '../helpers/meetings.ts';
import { type ReadWord, readWord, wordsOnPaper } from '../helpers/word-reader.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

async function wordIn(answer: Response): Promise<ReadWord> {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, WORD]);
  return readWord(new Uint8Array(await answer.arrayBuffer()));
}

async function lastLogged({ deps }: Pick<AuthorWorld, 'deps'>): Promise<unknown> {
  return ((await tableContents(deps.store, [])).audit as object[]).at(-1);
}

describe('the author’s Word copy', () => {
  test('of a draft says what the draft’s PDF says, is stamped, and is logged like a print', async () => {
    const world = await authorWorld();
    const id = await beginComplete(world);
    const answer = await world.browser.get(`/ban-kiem-diem/${id}/ban-nhap.docx?phu-luc=1`);
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="ban-nhap-2026-\d{3}-\d{3}\.docx"$/,
    );
    const word = await wordIn(answer);
    expect(await lastLogged(world)).toMatchObject({ action: 'draft-printed', subject_id: id, detail: 'draft word' });
    await world.browser.get(`/ban-kiem-diem/${id}/ban-nhap.pdf?phu-luc=1`);
    const printed = (world.deps.pdf as unknown as { printed: string[] }).printed.at(-1) ?? '';
    expect(word.text).toBe(wordsOnPaper(printed));
    expect(word.text).toContain('Kết quả tự soi, tự sửa');
    expect(word.stamp).toContain('BẢN NHÁP');
  });

  test('of what was handed in says what the frozen paper says, with and without the annex', async () => {
    const world = await authorWorld();
    const id = await beginComplete(world);
    await world.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' });
    for (const [name, detail] of [
      ['ban-in', 'plain word'],
      ['ban-in-phu-luc', 'annex word'],
    ]) {
      await world.browser.get(`/ban-kiem-diem/${id}/${name}.pdf`);
      const printed = (world.deps.pdf as unknown as { printed: string[] }).printed.at(-1) ?? '';
      const word = await wordIn(await world.browser.get(`/ban-kiem-diem/${id}/${name}.docx`));
      expect(word.text).toBe(wordsOnPaper(printed));
      expect(word.stamp).not.toContain('BẢN NHÁP');
      expect(await lastLogged(world)).toMatchObject({ action: 'paper-printed', subject_id: id, detail });
    }
    const late = await world.browser.get(`/ban-kiem-diem/${id}/ban-nhap.docx`);
    expect([late.status, late.headers.get('location')]).toEqual([303, `/ban-kiem-diem/${id}/ban-in.docx`]);
  });

  test('does not exist of a record that was never made', async () => {
    const world = await authorWorld();
    const id = await begin(world);
    expect((await world.browser.get(`/ban-kiem-diem/${id}/ban-in.docx`)).status).toBe(404);
  });

  test('is offered with words on what it is not', async () => {
    const world = await authorWorld();
    const id = await beginComplete(world);
    const tasks = await (await world.browser.get(`/ban-kiem-diem/${id}`)).text();
    expect(tasks).toContain(`href="/ban-kiem-diem/${id}/ban-nhap.docx"`);
    expect(wordsOn(tasks)).toContain('tệp ấy không phải bản lưu');
    await world.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' });
    const done = await (await world.browser.get(`/ban-kiem-diem/${id}/da-nop`)).text();
    expect(done).toContain(`href="/ban-kiem-diem/${id}/ban-in.docx"`);
    expect(wordsOn(done)).toContain('Bản lưu là bản in (PDF).');
  });
});

describe('somebody else’s Word copy', () => {
  test('of a draft is not for whoever types for the author, and is not offered there', async () => {
    const world = await assistedWorld();
    const id = await beginComplete(world);
    const helper = await assistedSession(world, id);
    const page = await (await helper.get(`/ban-kiem-diem/${id}`)).text();
    expect(page).toContain('ban-nhap.pdf');
    expect(page).not.toContain('.docx');
    const answer = await helper.get(`/ban-kiem-diem/${id}/ban-nhap.docx`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('content-type')).not.toBe(WORD);
  });

  test('taken by a leader stands in what the author sees of his readers', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const page = await (await world.leader.get(`/ban-kiem-diem/${id}/doc`)).text();
    expect(page).toContain(`href="/ban-kiem-diem/${id}/ban-in.docx"`);
    await wordIn(await world.leader.get(`/ban-kiem-diem/${id}/ban-in.docx`));
    expect(await textAt(world.browser, '/cac-nam')).toContain(
      'Đồng chí Lương Văn Bí Thư (bí thư chi bộ), tải bản Word lúc',
    );
  });
});

describe('the Word copies of a meeting', () => {
  test.each([
    ['giay-moi', '', 'invitation word'],
    ['giay-moi', '?moi=tung-nguoi', 'invitation each word'],
    ['bien-ban', '', 'minutes word'],
  ])('%s%s says what its PDF says, and is logged', async (name, query, detail) => {
    const world = await meetingWorld();
    await plan(world);
    const answer = await world.chair.get(world.path(`/${name}.docx${query}`));
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}-2026.docx"`);
    const word = await wordIn(answer);
    expect(await lastLogged(world)).toMatchObject({ action: 'paper-printed', subject_kind: 'meeting', detail });
    await world.chair.get(world.path(`/${name}.pdf${query}`));
    const printed = (world.deps.pdf as unknown as { printed: string[] }).printed.at(-1) ?? '';
    expect(word.text).toBe(wordsOnPaper(printed));
  });

  test('are linked from the page of the meeting', async () => {
    const world = await meetingWorld();
    await plan(world);
    const page = await (await world.chair.get(world.path())).text();
    for (const name of ['giay-moi.docx', 'bien-ban.docx']) expect(page).toContain(`href="${world.path(`/${name}`)}"`);
    expect(wordsOn(page)).toContain('bản Word chỉ để sửa tay');
  });
});
