import { notFound } from '../errors.ts';
import { proposalList } from '../ratings/print-list.ts';
import { noticePaper } from '../ratings/print-notice.ts';
import { currentDecision } from '../ratings/table.ts';
import { renderDocument } from '../views/document.ts';
import type { MeetingPapers } from '../meetings/papers.ts';
import type { DocumentPaper } from '../views/models/document.ts';
import { type PaperKind, single } from './kind.ts';
import type { BatchPlace } from './place.ts';
import { dossierPaper } from './print-dossier.ts';

/** Papers of the meeting and of the ratings, printed as they stand now. */

const NO_MEETING = 'Chi bộ chưa lập kế hoạch họp';

export const invitationKind: PaperKind = {
  key: 'giay-moi',
  label: 'Giấy mời họp chi bộ',
  short: 'giấy mời',
  hint: null,
  name: 'giay-moi',
  each: false,
  plan: async (place) => single('Giấy mời họp chi bộ', (await place.meeting()) ? null : NO_MEETING),
  paper: (place) => ofMeeting(place, ({ invitation }) => invitation),
};

export const minutesKind: PaperKind = {
  key: 'bien-ban',
  label: 'Biên bản họp chi bộ',
  short: 'biên bản họp',
  hint: null,
  name: 'bien-ban-hop-chi-bo',
  each: false,
  plan: async (place) => single('Biên bản họp chi bộ', (await place.meeting()) ? null : NO_MEETING),
  paper: (place) => ofMeeting(place, ({ minutes }) => minutes),
};

export const countKind: PaperKind = {
  key: 'kiem-phieu',
  label: 'Biên bản kiểm phiếu',
  short: 'biên bản kiểm phiếu',
  hint: null,
  name: 'bien-ban-kiem-phieu',
  each: false,
  async plan(place) {
    const meeting = await place.meeting();
    const why = meeting === null ? NO_MEETING : meeting.counted ? null : 'Chưa kiểm phiếu';
    return single('Biên bản kiểm phiếu', why);
  },
  paper: (place) => ofMeeting(place, ({ count }) => count),
};

export const proposalsKind: PaperKind = {
  key: 'de-xuat',
  label: 'Danh sách đề xuất xếp loại',
  short: 'danh sách đề xuất',
  hint: null,
  name: 'danh-sach-de-xuat-xep-loai',
  each: false,
  async plan(place) {
    const { subjects } = await place.table();
    const proposed = subjects.some(({ rating }) => Boolean(rating?.branch_level));
    return single('Danh sách đề xuất xếp loại', proposed ? null : 'Chi bộ chưa ghi mức đề xuất');
  },
  async paper(place) {
    const [table, secretary] = await Promise.all([place.table(), place.secretary()]);
    const { season, deps } = place;
    return rendered(place, proposalList(table, { ...season, secretary }, { ...deps, today: season.today }));
  },
};

export const noticesKind: PaperKind = {
  key: 'thong-bao',
  label: 'Thông báo kết quả xếp loại',
  short: 'thông báo kết quả',
  hint: null,
  name: 'thong-bao-ket-qua',
  each: true,
  async plan(place) {
    const { subjects } = await place.table();
    const decided = subjects.filter((subject) => currentDecision(subject) !== null);
    if (decided.length === 0) return single('Thông báo kết quả xếp loại', 'Chưa có quyết định xếp loại');
    return {
      papers: decided.map(({ subject, name }) => ({ subject, label: name, recordId: null })),
      missing: subjects
        .filter((subject) => currentDecision(subject) === null)
        .map(({ name }) => ({ label: name, why: 'Chưa có quyết định xếp loại' })),
    };
  },
  async paper(place, subject) {
    const [table, committee] = await Promise.all([place.table(), place.committee()]);
    const own = table.subjects.filter((each) => each.subject === subject);
    return rendered(place, noticePaper(table, own, { committee, rehearsal: place.deps.rehearsal }));
  },
};

export const dossierKind: PaperKind = {
  key: 'danh-muc',
  label: 'Danh mục hồ sơ của từng người (Mẫu 04)',
  short: 'danh mục hồ sơ',
  hint: 'Kê những gì hồ sơ kiểm điểm của mỗi đồng chí và của tập thể đã có.',
  name: 'danh-muc-ho-so',
  each: true,
  async plan(place) {
    const [people, reviews, { subjects }] = await Promise.all([place.people(), place.reviews(), place.table()]);
    const collective = subjects.find(({ kind }) => kind === 'collective');
    return {
      papers: [
        ...(reviews.has('collective')
          ? [{ subject: 'collective', label: collective?.name ?? 'Tập thể', recordId: null }]
          : []),
        ...people
          .filter(({ id }) => reviews.has(id))
          .map(({ id, full_name: label }) => ({ subject: id, label, recordId: null })),
      ],
      missing: [],
    };
  },
  async paper(place, subject) {
    return rendered(place, await dossierPaper(place, subject));
  },
};

async function ofMeeting(place: BatchPlace, choose: (papers: MeetingPapers) => DocumentPaper): Promise<Uint8Array> {
  const papers = await place.meeting();
  if (!papers) throw notFound('the meeting is gone');
  return rendered(place, choose(papers));
}

function rendered({ deps }: BatchPlace, paper: DocumentPaper): Promise<Uint8Array> {
  return deps.pdf.render(renderDocument(paper));
}
