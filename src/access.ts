import type { AccessTable } from './http/access.ts';

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
  'POST /dang-xuat': { to: 'signed-in', even: 'before-password' },
  'GET /mat-khau': { to: 'signed-in', even: 'before-password' },
  'POST /mat-khau': { to: 'signed-in', even: 'before-password' },
  'GET /thong-bao': { to: 'signed-in', even: 'before-notice' },
  'POST /thong-bao': { to: 'signed-in', even: 'before-notice' },

  'GET /danh-muc': { to: 'signed-in' },
  'GET /danh-muc/:edition': { to: 'signed-in' },
  'GET /bieu-mau/:form/mau-trong.pdf': { to: 'signed-in' },

  'GET /quan-tri': { to: 'role', roles: ['administrator'] },
  'GET /quan-tri/to-chuc/moi': { to: 'role', roles: ['administrator'] },
  'POST /quan-tri/to-chuc/moi': { to: 'role', roles: ['administrator'] },
  'GET /quan-tri/to-chuc/:unit': { to: 'role', roles: ['administrator'] },
  'GET /quan-tri/dang-vien/moi': { to: 'role', roles: ['administrator'] },
  'POST /quan-tri/dang-vien/moi': { to: 'role', roles: ['administrator'] },
  'POST /quan-tri/dang-vien/:member/ma-moi': { to: 'role', roles: ['administrator'] },
  'GET /quan-tri/dot/moi': { to: 'role', roles: ['administrator'] },
  'POST /quan-tri/dot/moi': { to: 'role', roles: ['administrator'] },
  'GET /quan-tri/dot/:campaign': { to: 'role', roles: ['administrator'] },
  'POST /quan-tri/dot/:campaign/mo': { to: 'role', roles: ['administrator'] },
  'POST /quan-tri/dot/:campaign/quyet-dinh': { to: 'role', roles: ['administrator'] },
  'POST /quan-tri/dot/:campaign/ket-thuc': { to: 'role', roles: ['administrator'] },

  'GET /': { to: 'signed-in' },
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
};
