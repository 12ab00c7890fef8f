import {
  Document,
  type FileChild,
  Footer,
  Header,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  TextRun,
} from 'docx';
import type { DocumentPaper } from '../views/models/document.ts';
import type { ReviewPaper } from '../views/models/paper.ts';
import { documentChildren } from './word-document.ts';
import { line, PAPER_FONT, POINT, twips } from './word-paragraphs.ts';
import { reviewChildren } from './word-review.ts';
import { withMirroredMargins } from './word-mirror.ts';

/**
 * Papers as .docx for correction by hand: the same words in the same order as the printed paper (a test compares them),
 * in the format of Quy định 399-QĐ/TW and Hướng dẫn 05-HD/VPTW. Letters that the printed paper's font lacks stay as typed.
 */

type Bytes = Uint8Array<ArrayBuffer>;

/** One or many papers, each from a page of its own; page numbers only where there is one. */
export function documentWord(paper: DocumentPaper): Promise<Bytes> {
  const { documents, landscape } = paper;
  const numbered = documents.length === 1 && !paper.onePageEach;
  return wordFile(
    paper,
    { landscape, numbered },
    documents.map((one) => documentChildren(one, landscape)),
  );
}

export function reviewWord(paper: ReviewPaper): Promise<Bytes> {
  return wordFile(paper, { landscape: false, numbered: true }, [reviewChildren(paper)]);
}

interface About {
  documentTitle: string;
  stamp: string | null;
  twoSided: boolean;
}

interface Pages {
  landscape: boolean;
  numbered: boolean;
}

async function wordFile(about: About, pages: Pages, papers: readonly FileChild[][]): Promise<Bytes> {
  const body = { font: PAPER_FONT, size: 28, language: { value: 'vi-VN' } };
  const document = new Document({
    title: about.documentTitle,
    creator: '',
    lastModifiedBy: '',
    styles: { default: { document: { run: body, paragraph: { spacing: { line: 18 * POINT, lineRule: 'exact' } } } } },
    sections: papers.map((children) => ({ ...pageOf(about, pages), children: withLastLine(children) })),
  });
  const bytes = new Uint8Array(await Packer.toArrayBuffer(document));
  return about.twoSided ? withMirroredMargins(bytes) : bytes;
}

/** A page must not end with a table: Word adds an empty line of its own size, and a new page for it. */
function withLastLine(children: FileChild[]): FileChild[] {
  return [...children, line([], { first: 0, above: 0, line: 1 })];
}

function pageOf({ stamp }: About, { landscape, numbered }: Pages): Omit<ISectionOptions, 'children'> {
  const margin = landscape
    ? { top: twips(30), right: twips(20), bottom: twips(15), left: twips(20) }
    : { top: twips(20), right: twips(15), bottom: twips(20), left: twips(30) };
  const centre = { align: 'center', first: 0, above: 0 } as const;
  const footer = () => new Footer({ children: [line(stamp ?? '', { ...centre, bold: true, points: 13 })] });
  const number = new Header({ children: [line([new TextRun({ children: [PageNumber.CURRENT] })], centre)] });
  return {
    properties: {
      titlePage: numbered,
      page: {
        size: {
          width: twips(210),
          height: twips(297),
          orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: { ...margin, header: twips(10), footer: twips(8) },
      },
    },
    headers: numbered ? { default: number, first: new Header({ children: [line([], centre)] }) } : {},
    footers: stamp === null ? {} : { default: footer(), ...(numbered ? { first: footer() } : {}) },
  };
}
