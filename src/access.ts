import type { AccessTable } from './http/access.ts';

/** The committee's office prepares the season, an administrator stands in for it; the pages keep to their own units. */
const OFFICE = { to: 'role', roles: ['administrator', 'office'] } as const;

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
  'GET /quan-tri/dang-vien/moi': OFFICE,
  'POST /quan-tri/dang-vien/moi': OFFICE,
  'POST /quan-tri/dang-vien/:member/ma-moi': OFFICE,
  'GET /quan-tri/dot/moi': OFFICE,
  'POST /quan-tri/dot/moi': OFFICE,
  'GET /quan-tri/dot/:campaign': OFFICE,
  'POST /quan-tri/dot/:campaign/mo': OFFICE,
  'POST /quan-tri/dot/:campaign/quyet-dinh': OFFICE,
  'POST /quan-tri/dot/:campaign/bi-thu-nghi-huu': OFFICE,
  'POST /quan-tri/dot/:campaign/ket-thuc': OFFICE,

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
  'GET /ban-kiem-diem/:review/ban-in.pdf': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/ban-in-phu-luc.pdf': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/ban-nhap.pdf': WRITING,
  'GET /ban-kiem-diem/:review/cam-ket.pdf': WRITING,
};
