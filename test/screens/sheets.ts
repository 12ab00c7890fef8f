import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The pages of a PDF as PNG pictures, without any program beside npm packages. */
export async function pagesAsPng(pdf: Uint8Array, scale = 1.5): Promise<Buffer[]> {
  const task = getDocument({ data: Uint8Array.from(pdf), verbosity: 0, useSystemFonts: false });
  const document = await task.promise;
  const pictures: Buffer[] = [];
  try {
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const viewport = page.getViewport({ scale });
      const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
      const canvasContext = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
      await page.render({ canvas: canvas as unknown as HTMLCanvasElement, canvasContext, viewport }).promise;
      pictures.push(canvas.toBuffer('image/png'));
    }
  } finally {
    await task.destroy();
  }
  return pictures;
}
