import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generators } from './generators.ts';

for (const { path, text } of (await Promise.all(generators.map((generate) => generate()))).flat()) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
}
