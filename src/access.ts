import type { AccessTable } from './http/access.ts';

/** The committee's office prepares the season, an administrator stands in for it; the pages keep to their own units. */
const OFFICE = { to: 'role', roles: ['administrator', 'office'] } as const;

/** The participants of the branch's meeting; the page lets the office in only after the hand-up. */
const COLLECTIVE_READERS = { to: 'unit', relations: ['leads', 'sits', 'belongs', 'office'] } as const;
/** A branch's leaders write its table of proposals; the rest of its chi ủy sees it. */
const RATES = { to: 'unit', relations: ['leads'] } as const;
const SEES_RATINGS = { to: 'unit', relations: ['leads', 'sits'] } as const;
/** Levels are decided by the committee's office alone: an administrator keeps accounts and has no content (law.md). */
const DECIDES = { to: 'unit', relations: ['office'] } as const;
const OFFICE_ONLY = { to: 'role', roles: ['office'] } as const;
/** A branch's meeting is its leaders' and its chi ủy's: one of them chairs, another writes. */
const BRANCH_COMMITTEE = { to: 'unit', relations: ['leads', 'sits'] } as const;
/** The whole chi ủy follows its branch; its secretary and deputies act for it. */
const BRANCH_READS = { to: 'unit', relations: ['leads', 'sits'] } as const;
const BRANCH_LEADS = { to: 'unit', relations: ['leads'] } as const;

/** All papers of a branch in one go: its leaders; the page lets the committee's office in after the hand-up. */
const PRINTS_ALL = { to: 'unit', relations: ['leads', 'office'] } as const;

/** Who reads a review that was handed in, beside its author. */
const READERS = ['own-branch-after-submission', 'office-stands-in'] as const;
/** A code for somebody who has a draft in hand: asked for by the office, confirmed there or by the branch's leaders. */
const SECOND_PERSON = { to: 'unit', relations: ['leads', 'office', 'administers'] } as const;
/** The author's own review while he writes it, also where somebody types for him in a session he has opened. */
const WRITING = { to: 'review', relations: ['own'], assisted: true } as const;

/** Who prints sheets of codes for those who cannot type; whoever prints one does not type by it. */
const HELP_SHEETS = { to: 'unit', relations: ['leads', 'office', 'administers'] } as const;

/**
 * Who may use which route: deny by default, one row for each. `createApp` refuses to start when a route has
 * no row, and the access walk in the tests tries every row with every role and relation.
 */
export const ACCESS: AccessTable = {
  'GET /healthz': { to: 'anyone' },
  'GET /assets/:hash/:name': { to: 'anyone' },
  'GET /assets/fonts/:name': { to: 'anyone' },

  'GET /dang-nhap': { to: 'anyone' },
  'POST /dang-nhap': { to: 'anyone' },
  'GET /vao/:token': { to: 'anyone' },
  'POST /vao/:token': { to: 'anyone' },
  'GET /thiet-lap/:token': { to: 'anyone' },
  'POST /thiet-lap/:token': { to: 'anyone' },
  'POST /co-chu': { to: 'anyone' },
  'GET /dang-nhap/ma': { to: 'anyone' },
  'POST /dang-nhap/ma': { to: 'anyone' },
  'POST /dang-nhap/luu-tiep': { to: 'anyone' },
  'GET /phien': { to: 'anyone' },
  'POST /phien/vao': { to: 'anyone' },
  'POST /phien/ma': { to: 'anyone' },
  'POST /phien/tiep': { to: 'signed-in', even: 'before-password', assisted: true },
  'POST /dang-xuat': { to: 'signed-in', even: 'before-password', assisted: true },
  'GET /mat-khau': { to: 'signed-in', even: 'before-password' },
  'POST /mat-khau': { to: 'signed-in', even: 'before-password' },
  'GET /thong-bao': { to: 'signed-in', even: 'before-notice', assisted: true },
  'POST /thong-bao': { to: 'signed-in', even: 'before-notice', assisted: true },

  'GET /nhap-giup': { to: 'signed-in' },
  'POST /nhap-giup': { to: 'signed-in' },
  'GET /nhap-giup/ma': { to: 'signed-in' },
  'POST /nhap-giup/ma': { to: 'signed-in' },
  'GET /nhap-giup/xong': { to: 'anyone' },
  'GET /chi-bo/:unit/nhap-giup': HELP_SHEETS,
  'POST /chi-bo/:unit/nhap-giup': HELP_SHEETS,

  'GET /tai-khoan/thong-bao': { to: 'signed-in', even: 'before-account-notices' },
  'POST /tai-khoan/thong-bao': { to: 'signed-in', even: 'before-account-notices' },

  'GET /tai-khoan': { to: 'signed-in' },
  'POST /tai-khoan/phien/:session/ket-thuc': { to: 'signed-in' },
  'POST /tai-khoan/phien-khac/ket-thuc': { to: 'signed-in' },
  'POST /tai-khoan/phieu-nhap-giup/huy': { to: 'signed-in' },
  'GET /tai-khoan/hai-buoc': { to: 'signed-in' },
  'POST /tai-khoan/hai-buoc': { to: 'signed-in' },
  'POST /tai-khoan/hai-buoc/bat': { to: 'signed-in' },
  'POST /tai-khoan/hai-buoc/tat': { to: 'signed-in' },

  'GET /danh-muc': { to: 'signed-in' },
  'GET /danh-muc/to-roi.pdf': { to: 'signed-in' },
  'GET /danh-muc/:edition': { to: 'signed-in' },
  'GET /bieu-mau/:form/mau-trong.pdf': { to: 'signed-in' },

  'GET /quan-tri': OFFICE,
  'GET /quan-tri/to-chuc/moi': OFFICE,
  'POST /quan-tri/to-chuc/moi': OFFICE,
  'GET /quan-tri/to-chuc/:unit': OFFICE,
  'GET /quan-tri/to-chuc/:unit/sua': OFFICE,
  'POST /quan-tri/to-chuc/:unit/sua': OFFICE,
  'GET /quan-tri/to-chuc/:unit/phieu': OFFICE,
  'POST /quan-tri/to-chuc/:unit/phieu.pdf': OFFICE,
  'GET /quan-tri/to-chuc/:unit/nhap': OFFICE,
  'POST /quan-tri/to-chuc/:unit/nhap': OFFICE,
  'GET /quan-tri/to-chuc/:unit/nhap/tep-mau.xlsx': OFFICE,
  'GET /quan-tri/to-chuc/:unit/nhap/:import': OFFICE,
  'GET /quan-tri/to-chuc/:unit/nhap/:import/cot': OFFICE,
  'POST /quan-tri/to-chuc/:unit/nhap/:import/cot': OFFICE,
  'GET /quan-tri/to-chuc/:unit/nhap/:import/xem': OFFICE,
  'POST /quan-tri/to-chuc/:unit/nhap/:import/xem': OFFICE,
  'POST /quan-tri/to-chuc/:unit/nhap/:import/bo': OFFICE,
  'GET /quan-tri/to-chuc/:unit/nhap/:import/hoan-tac': OFFICE,
  'POST /quan-tri/to-chuc/:unit/nhap/:import/hoan-tac': OFFICE,
  'GET /quan-tri/dang-vien/moi': OFFICE,
  'POST /quan-tri/dang-vien/moi': OFFICE,
  'GET /quan-tri/dang-vien/:member': OFFICE,
  'GET /quan-tri/dang-vien/:member/sua': OFFICE,
  'POST /quan-tri/dang-vien/:member/sua': OFFICE,
  'POST /quan-tri/dang-vien/:member/nhiem-vu/giao': OFFICE,
  'POST /quan-tri/dang-vien/:member/nhiem-vu/thoi': OFFICE,
  'GET /quan-tri/dang-vien/:member/chuyen': OFFICE,
  'POST /quan-tri/dang-vien/:member/chuyen': OFFICE,
  'POST /quan-tri/dang-vien/:member/ma-moi': OFFICE,
  'GET /quan-tri/dang-vien/:member/tat-hai-buoc': { to: 'role', roles: ['administrator'] },
  'POST /quan-tri/dang-vien/:member/tat-hai-buoc': { to: 'role', roles: ['administrator'] },
  'GET /chi-bo/:unit/cap-ma': SECOND_PERSON,
  'GET /chi-bo/:unit/cap-ma/:request': SECOND_PERSON,
  'POST /chi-bo/:unit/cap-ma/:request/dong-y': SECOND_PERSON,
  'POST /chi-bo/:unit/cap-ma/:request/tu-choi': SECOND_PERSON,
  'POST /chi-bo/:unit/cap-ma/:request/nhan': SECOND_PERSON,
  'GET /quan-tri/danh-muc/:list/doi-chieu': OFFICE,
  'POST /quan-tri/danh-muc/:list/doi-chieu': OFFICE,
  'GET /quan-tri/dot/moi': OFFICE,
  'POST /quan-tri/dot/moi': OFFICE,
  'GET /quan-tri/dot/:campaign': OFFICE,
  'POST /quan-tri/dot/:campaign/mo': OFFICE,
  'POST /quan-tri/dot/:campaign/quyet-dinh': OFFICE,
  'POST /quan-tri/dot/:campaign/bi-thu-nghi-huu': OFFICE,
  'POST /quan-tri/dot/:campaign/ket-thuc': OFFICE,
  'POST /quan-tri/dot/:campaign/mo-lai': OFFICE,
  'GET /quan-tri/dot/:campaign/sua': OFFICE,
  'POST /quan-tri/dot/:campaign/sua': OFFICE,
  'POST /quan-tri/dot/:campaign/danh-muc': OFFICE,
  'GET /quan-tri/dot/:campaign/han-nop': OFFICE,
  'POST /quan-tri/dot/:campaign/han-nop': OFFICE,
  'GET /quan-tri/dot/:campaign/thiet-lap': OFFICE,
  'POST /quan-tri/dot/:campaign/thiet-lap': OFFICE,
  'GET /quan-tri/dot/:campaign/mien': OFFICE,
  'POST /quan-tri/dot/:campaign/mien': OFFICE,
  'POST /quan-tri/dot/:campaign/mien/:member/rut': OFFICE,
  'GET /quan-tri/dot/:campaign/goi-y': OFFICE,
  'POST /quan-tri/dot/:campaign/goi-y': OFFICE,
  'POST /quan-tri/dot/:campaign/goi-y/:suggestion/rut': OFFICE,
  'GET /quan-tri/dot/:campaign/cu-tru': OFFICE,
  'POST /quan-tri/dot/:campaign/cu-tru': OFFICE,
  'POST /quan-tri/dot/:campaign/cu-tru/thu.pdf': OFFICE,
  'GET /quan-tri/tieu-chi': OFFICE,
  'GET /quan-tri/tieu-chi/moi': OFFICE,
  'POST /quan-tri/tieu-chi/moi': OFFICE,
  'GET /quan-tri/tieu-chi/:criteria': OFFICE,

  'GET /chi-bo/:unit/cu-tru': { to: 'unit', relations: ['leads', 'sits'] },
  'POST /chi-bo/:unit/cu-tru': { to: 'unit', relations: ['leads', 'sits'] },

  'GET /chi-bo/:unit/xep-loai': SEES_RATINGS,
  'GET /chi-bo/:unit/xep-loai/danh-sach.pdf': SEES_RATINGS,
  'POST /chi-bo/:unit/xep-loai/chuyen': RATES,
  'GET /chi-bo/:unit/xep-loai/muc/:subject': SEES_RATINGS,
  'POST /chi-bo/:unit/xep-loai/muc/:subject': RATES,
  'POST /chi-bo/:unit/xep-loai/muc/:subject/ky-luat': RATES,
  'POST /chi-bo/:unit/xep-loai/muc/:subject/ky-luat/:discipline/rut': RATES,
  'GET /quan-tri/dot/:campaign/xep-loai': OFFICE_ONLY,
  'GET /quan-tri/dot/:campaign/xep-loai/danh-sach.pdf': OFFICE_ONLY,
  'GET /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit': DECIDES,
  'POST /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/quyet-dinh': DECIDES,
  'POST /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/tra-lai': DECIDES,
  'GET /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/danh-sach.pdf': DECIDES,
  'GET /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/thong-bao.pdf': DECIDES,
  'GET /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/muc/:subject': DECIDES,
  'POST /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/muc/:subject/quyet-dinh-lai': DECIDES,
  'POST /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/muc/:subject/ky-luat': DECIDES,
  'POST /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/muc/:subject/ky-luat/:discipline/rut': DECIDES,
  'GET /quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/quyet-dinh/:decision/mau-03.pdf': DECIDES,
  'GET /xep-loai/:decision/thong-bao.pdf': { to: 'signed-in' },
  'GET /chi-bo/:unit/hop': BRANCH_COMMITTEE,
  'GET /chi-bo/:unit/hop/ke-hoach': BRANCH_COMMITTEE,
  'POST /chi-bo/:unit/hop/ke-hoach': BRANCH_COMMITTEE,
  'GET /chi-bo/:unit/hop/diem-danh': BRANCH_COMMITTEE,
  'POST /chi-bo/:unit/hop/diem-danh': BRANCH_COMMITTEE,
  'GET /chi-bo/:unit/hop/trinh-chieu': BRANCH_COMMITTEE,
  'POST /chi-bo/:unit/hop/trinh-chieu': BRANCH_COMMITTEE,
  'POST /chi-bo/:unit/hop/o': BRANCH_COMMITTEE,
  'GET /chi-bo/:unit/hop/kiem-phieu': BRANCH_COMMITTEE,
  'POST /chi-bo/:unit/hop/kiem-phieu': BRANCH_COMMITTEE,
  'POST /chi-bo/:unit/hop/kiem-phieu/o': BRANCH_COMMITTEE,
  'GET /chi-bo/:unit/hop/giay-moi.pdf': BRANCH_COMMITTEE,
  'GET /chi-bo/:unit/hop/bien-ban.pdf': BRANCH_COMMITTEE,
  'GET /chi-bo/:unit/hop/bien-ban-kiem-phieu.pdf': BRANCH_COMMITTEE,
  'GET /chi-bo/:unit/hop/phieu.pdf': BRANCH_COMMITTEE,
  'POST /chi-bo/:unit/hop/ket-thuc': { to: 'unit', relations: ['leads'] },
  'POST /chi-bo/:unit/hop/mo-lai': { to: 'unit', relations: ['leads'] },
  'GET /chi-bo/:unit': BRANCH_READS,
  'GET /chi-bo/:unit/chua-nop.pdf': BRANCH_READS,
  'POST /chi-bo/:unit/nhac': BRANCH_LEADS,
  'GET /chi-bo/:unit/dang-vien/:member': BRANCH_READS,
  'POST /chi-bo/:unit/dang-vien/:member/nhac': BRANCH_LEADS,
  'POST /chi-bo/:unit/dang-vien/:member/ket-luan': BRANCH_LEADS,
  'POST /chi-bo/:unit/dang-vien/:member/ket-luan/:conclusion/rut': BRANCH_LEADS,

  'GET /chi-bo/:unit/in': PRINTS_ALL,
  'POST /chi-bo/:unit/in': PRINTS_ALL,
  'GET /chi-bo/:unit/in/:job': PRINTS_ALL,
  'POST /chi-bo/:unit/in/:job/huy': PRINTS_ALL,
  'POST /chi-bo/:unit/in/:job/thu-lai': PRINTS_ALL,
  'GET /chi-bo/:unit/in/:job/gop.pdf': PRINTS_ALL,
  'GET /chi-bo/:unit/in/:job/ho-so.zip': PRINTS_ALL,

  'GET /': { to: 'signed-in', assisted: true },
  'GET /cac-nam': { to: 'signed-in' },
  'POST /dot/:campaign/bat-dau': { to: 'signed-in', assisted: true },
  'GET /ban-kiem-diem/:review': WRITING,
  'GET /ban-kiem-diem/:review/ghi/:step': WRITING,
  'POST /ban-kiem-diem/:review/ghi/:step': WRITING,
  'POST /ban-kiem-diem/:review/o': WRITING,
  'GET /ban-kiem-diem/:review/kiem-tra': WRITING,
  'POST /ban-kiem-diem/:review/nop': WRITING,
  'GET /ban-kiem-diem/:review/doc-lai': WRITING,
  'POST /ban-kiem-diem/:review/ky-nop': WRITING,
  'GET /ban-kiem-diem/:review/ban-chu-lon.pdf': WRITING,
  'GET /ban-kiem-diem/:review/da-nop': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/tra-loi': WRITING,
  'POST /ban-kiem-diem/:review/tra-loi': WRITING,
  'POST /ban-kiem-diem/:review/tra-loi/o': WRITING,
  'GET /ban-kiem-diem/:review/ban-in.pdf': { to: 'review', relations: ['own', ...READERS] },
  'GET /ban-kiem-diem/:review/ban-in-phu-luc.pdf': { to: 'review', relations: ['own', ...READERS] },
  'GET /ban-kiem-diem/:review/ban-nhap.pdf': WRITING,
  'GET /ban-kiem-diem/:review/cam-ket.pdf': WRITING,

  'GET /chi-bo/:unit/tap-the': { to: 'unit', relations: ['leads', 'sits'] },
  'POST /chi-bo/:unit/tap-the/bat-dau': { to: 'unit', relations: ['leads', 'sits'] },
  'GET /chi-bo/:unit/tap-the/gui': { to: 'unit', relations: ['leads', 'sits'] },
  'POST /chi-bo/:unit/tap-the/gui': { to: 'unit', relations: ['leads'] },
  'POST /chi-bo/:unit/tap-the/sua': { to: 'unit', relations: ['leads'] },
  'POST /chi-bo/:unit/tap-the/thong-qua': { to: 'unit', relations: ['leads'] },
  'GET /chi-bo/:unit/tap-the/ban-gui': COLLECTIVE_READERS,
  'GET /chi-bo/:unit/tap-the/ban-gui.pdf': COLLECTIVE_READERS,
  'GET /chi-bo/:unit/tap-the/ban-gui-phu-luc.pdf': COLLECTIVE_READERS,
  'GET /ban-kiem-diem/:review/doc': { to: 'review', relations: READERS },
  'POST /ban-kiem-diem/:review/tiep-nhan': { to: 'review', relations: ['judges'] },
  'POST /ban-kiem-diem/:review/bo-sung': { to: 'review', relations: ['judges'] },
  'GET /ban-kiem-diem/:review/ket-qua': { to: 'review', relations: ['judges'] },
};
