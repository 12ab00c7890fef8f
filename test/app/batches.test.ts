import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../src/canonical.ts';
import { batchWorld, fetchPdf, fetchZip, order, work } from '../helpers/batches.ts';
import { handIn, logged, textAt } from '../helpers/branch.ts';
import { seedPerson } from '../helpers/people.ts';

describe('all papers of a branch in one go', () => {
  test('a leader orders everything, and fetches one PDF and one ZIP whose manifest fits the bytes', async () => {
    const world = await batchWorld();
    const other = await seedPerson(world.deps, world.office.branch, 'Đỗ Thị Ước');
    await handIn(world);
    await handIn(world, other);
    const job = await order(world.leader, world.path);
    await work(world);
    expect(await textAt(world.leader, job)).toContain('Đã xong');
    const { papers, manifest, listing } = await fetchZip(world.leader, job);
    expect(Object.keys(papers)).toEqual([
      '03-ban-kiem-diem/001-pham-thi-tu-soi.pdf',
      '03-ban-kiem-diem/002-do-thi-uoc.pdf',
      '04-ban-kiem-diem-kem-phu-luc/001-pham-thi-tu-soi.pdf',
      '04-ban-kiem-diem-kem-phu-luc/002-do-thi-uoc.pdf',
      '10-danh-muc-ho-so/001-pham-thi-tu-soi.pdf',
      '10-danh-muc-ho-so/002-do-thi-uoc.pdf',
    ]);
    expect(manifest.files.map(({ name }) => name)).toEqual(Object.keys(papers));
    for (const { name, sha256, bytes } of manifest.files) {
      expect(papers[name]).toHaveLength(bytes);
      expect(sha256Hex(papers[name] ?? new Uint8Array())).toBe(sha256);
    }
    expect(listing).toContain('Đỗ Thị Ước');
    const merged = await fetchPdf(world.leader, job);
    expect(sha256Hex(merged)).toBe(manifest.merged.sha256);
    expect((await logged(world.deps, 'batch-asked')).length).toBe(1);
  });
});
