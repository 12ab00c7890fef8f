import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { order, work } from '../helpers/batches.ts';
import { branchWorld, handIn } from '../helpers/branch.ts';
import { seedMeeting } from '../helpers/meetings.ts';
import { readPdf } from '../helpers/pdf-reader.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';
import { seedSuggestion } from '../helpers/season.ts';

const renderer = testRenderer();

test('Mẫu 04 lists what each dossier holds, in the official layout, and the merged file has the whole text', async () => {
  const world = await branchWorld({ pdf: renderer });
  await handIn(world);
  await seedMeeting(world.deps, world.campaignId, world.office.branch);
  await seedSuggestion(world.deps, world.campaignId, { member: world.author, by: world.secretary });
  const path = `/chi-bo/${world.office.branch}/in`;
  const job = await order(world.leader, path, ['kiem-diem', 'bien-ban', 'danh-muc']);
  await work(world);
  const bytes = new Uint8Array(await (await world.leader.get(`${job}/gop.pdf`)).arrayBuffer());
  if (process.env.LOOK_AT) writeFileSync(process.env.LOOK_AT, bytes);
  const whole = await readPdf(bytes);
  expect([whole.title, whole.lang, whole.tagged]).toEqual(['Hồ sơ kiểm điểm năm 2026, Chi bộ Số 1', 'vi', true]);
  const dossier = whole.pages.at(-1);
  const text = flowing(dossier?.text ?? '');
  expect(dossier?.lines[0]?.text).toContain('Mẫu 04-HD KĐ.ĐG 2025');
  expect(text).toContain('DANH MỤC HỒ SƠ');
  expect(text).toContain('Đồng chí: Phạm Thị Tự Soi');
  const rows = dossier?.lines.map((line) => line.text) ?? [];
  const row = (name: string) => rows.find((line) => line.includes(name)) ?? '';
  expect(row('Văn bản gợi ý')).toContain('12-CV/ĐU');
  expect(text).toContain('Nhận xét của cấp ủy nơi cư trú');
  expect(text).toMatch(/Bản kiểm điểm, tự đánh giá, xếp .*Ngày 22-11-2026.*Có/);
  expect(text).toMatch(/Kết luận, quyết định về kết quả .*Chưa có/);
  expect(text).toMatch(/NGƯỜI LẬP DANH MỤC.*T\/M CHI ỦY/);
  expect(flowing(whole.text)).toContain('BẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CÁ NHÂN');
  expect(flowing(whole.text)).toContain('BIÊN BẢN');
}, 120_000);
