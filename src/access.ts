import type { AccessTable } from './http/access.ts';

/** The committee's office prepares the season, an administrator stands in for it; the pages keep to their own units. */
const OFFICE = { to: 'role', roles: ['administrator', 'office'] } as const;

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
  'POST /phien/tiep': { to: 'signed-in', even: 'before-password' },
  'POST /dang-xuat': { to: 'signed-in', even: 'before-password' },
  'GET /mat-khau': { to: 'signed-in', even: 'before-password' },
  'POST /mat-khau': { to: 'signed-in', even: 'before-password' },
  'GET /thong-bao': { to: 'signed-in', even: 'before-notice' },
  'POST /thong-bao': { to: 'signed-in', even: 'before-notice' },

  'GET /tai-khoan': { to: 'signed-in' },
  'POST /tai-khoan/phien/:session/ket-thuc': { to: 'signed-in' },
  'POST /tai-khoan/phien-khac/ket-thuc': { to: 'signed-in' },
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

  'GET /': { to: 'signed-in' },
  'GET /cac-nam': { to: 'signed-in' },
  'POST /dot/:campaign/bat-dau': { to: 'signed-in' },
  'GET /ban-kiem-diem/:review': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/ghi/:step': { to: 'review', relations: ['own'] },
  'POST /ban-kiem-diem/:review/ghi/:step': { to: 'review', relations: ['own'] },
  'POST /ban-kiem-diem/:review/o': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/kiem-tra': { to: 'review', relations: ['own'] },
  'POST /ban-kiem-diem/:review/nop': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/da-nop': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/ban-in.pdf': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/ban-in-phu-luc.pdf': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/ban-nhap.pdf': { to: 'review', relations: ['own'] },
  'GET /ban-kiem-diem/:review/cam-ket.pdf': { to: 'review', relations: ['own'] },
};
