import { formatDateTime, formatNumber } from '../views/formats.ts';
import type { CheckLine } from '../views/models/operation.ts';
import { VERSION } from '../version.ts';
import type { Findings, LogFindings, Network } from './diagnosis.ts';
import { LEAST_FREE_BYTES } from './readiness.ts';

/** Each finding with a word whether it is right, and what to do where it is not. */

/** From here on there is time to clear the disk in peace. */
const LITTLE_FREE_BYTES = 2 * 1024 ** 3;
/** A clock that stood so far ahead when a line was written, or so far back now, was set by hand. */
const CLOCK_SLACK_MS = 2 * 60_000;

const RIGHT = { kind: 'done', text: 'Đúng' } as const;
const LOOK = { kind: 'doing', text: 'Cần xem' } as const;
const WRONG = { kind: 'problem', text: 'Cần xử lý' } as const;

type Judged = Omit<CheckLine, 'label' | 'code'> & { code?: string };

export function checksOf(found: Findings): CheckLine[] {
  const { network, facts } = found;
  const judged: [string, Judged][] = [
    ['Địa chỉ của máy chủ', addressCheck(network)],
    ['Máy chủ trung gian (proxy)', proxyCheck(network)],
    ['Đồng hồ', clockCheck(found)],
    ['Múi giờ', zoneCheck(facts.timeZone)],
    ['Phông chữ của bản in', fontCheck(found)],
    ['Ổ đĩa dữ liệu', diskCheck(found)],
    ['Cơ sở dữ liệu', databaseCheck(found)],
    ['Sổ nhật ký', logCheck(found.log)],
    ['Phiên bản', right(`Tự soi ${VERSION}, ${facts.runtime}, ${facts.system}.`)],
  ];
  return judged.map(([label, check]) => ({ code: null, ...check, label }));
}

function right(value: string, todo: string | null = null): Judged {
  return { value, status: RIGHT, todo };
}

function addressCheck({ publicOrigin, host, forwardedProto }: Network): Judged {
  const wanted = new URL(publicOrigin);
  const value = `PUBLIC_ORIGIN là ${publicOrigin}; yêu cầu này gọi máy chủ là ${host ?? '(không nói)'}.`;
  const scheme = forwardedProto?.split(',')[0]?.trim();
  if (scheme && `${scheme}:` !== wanted.protocol) {
    return {
      value: `${value} Proxy nói trình duyệt dùng ${scheme}.`,
      status: WRONG,
      todo: `Hãy đặt PUBLIC_ORIGIN đúng địa chỉ mọi người gõ, kể cả phần đầu ${scheme}://, rồi khởi động lại.`,
    };
  }
  if (host === wanted.host) return right(value);
  const todo = 'Hãy đặt PUBLIC_ORIGIN đúng địa chỉ mọi người gõ, và để proxy giữ nguyên Host.';
  return { value, status: WRONG, todo };
}

function proxyCheck({ peer, trustedProxy, forwardedFor }: Network): Judged {
  if (forwardedFor === undefined && trustedProxy === undefined) {
    return right(`Không dùng proxy; yêu cầu này đến thẳng từ ${peer}.`);
  }
  if (forwardedFor !== undefined && peer === trustedProxy) {
    return right(`TRUSTED_PROXY là ${peer}, và X-Forwarded-For của nó được tin.`);
  }
  if (forwardedFor !== undefined) {
    return {
      value: `Yêu cầu này đến qua ${peer}, kèm X-Forwarded-For, nhưng lời ấy KHÔNG được tin (TRUSTED_PROXY ${trustedProxy ? `là ${trustedProxy}` : 'chưa đặt'}).`,
      status: WRONG,
      todo: `Nếu ${peer} đúng là proxy của cơ quan, hãy đặt TRUSTED_PROXY=${peer} rồi khởi động lại. Chưa đặt thì sổ nhật ký ghi mọi người chung một địa chỉ, và một người gõ sai mật khẩu nhiều lần làm mọi người phải chờ.`,
    };
  }
  if (peer === trustedProxy) {
    return {
      value: `Yêu cầu này đến qua proxy ${peer}, nhưng proxy không gửi X-Forwarded-For.`,
      status: WRONG,
      todo: 'Hãy cho proxy gửi X-Forwarded-For: chưa có thì sổ nhật ký ghi mọi người chung một địa chỉ.',
    };
  }
  return {
    value: `TRUSTED_PROXY là ${trustedProxy ?? ''}, nhưng yêu cầu này đến thẳng từ ${peer}.`,
    status: LOOK,
    todo: 'Nếu mọi người phải đi qua proxy thì hãy đặt HOST để chỉ proxy gọi được máy chủ này.',
  };
}

function clockCheck({ now, log }: Findings): Judged {
  const value = `${formatDateTime(now.toISOString())}, giờ Hà Nội.`;
  if (log.newestAt !== null && Date.parse(log.newestAt) > now.getTime() + CLOCK_SLACK_MS) {
    return {
      value: `${value} Sổ nhật ký đã có dòng ghi lúc ${formatDateTime(log.newestAt)}.`,
      status: WRONG,
      todo: 'Đồng hồ đã bị vặn lùi, hoặc trước đây chạy nhanh. Hãy chỉnh đúng giờ và bật tự đồng bộ giờ trên máy chủ.',
    };
  }
  const todo = 'Đồng chí so với đồng hồ của mình; lệch quá một phút thì bật tự đồng bộ giờ trên máy chủ.';
  return { value, status: LOOK, todo };
}

function zoneCheck(zone: string): Judged {
  return right(`Máy chủ đặt múi giờ ${zone}. Không phải chỉnh: mọi ngày giờ trên trang và bản in đều theo giờ Hà Nội.`);
}

function fontCheck({ facts: { paperFonts } }: Findings): Judged {
  if (paperFonts.missing.length === 0)
    return right(`Đủ ${formatNumber(paperFonts.present)} tệp phông kèm chương trình.`);
  return {
    value: `Thiếu ${paperFonts.missing.join(', ')}.`,
    status: WRONG,
    todo: 'Hãy dừng máy chủ, chạy lại npm ci, rồi npm start. Chưa xong thì chưa in được bản nào.',
  };
}

function diskCheck({ facts: { disk, writable } }: Findings): Judged {
  if (!writable) {
    return {
      value: 'Không có quyền ghi vào thư mục dữ liệu.',
      status: WRONG,
      todo: 'Hãy trả quyền đọc, ghi thư mục dữ liệu cho tài khoản chạy máy chủ.',
    };
  }
  if (!disk)
    return { value: 'Không hỏi được ổ đĩa còn bao nhiêu chỗ.', status: LOOK, todo: 'Đồng chí xem trên máy chủ.' };
  const value = `Còn trống ${inUnits(disk.freeBytes)} trong ${inUnits(disk.totalBytes)}.`;
  if (disk.freeBytes >= LITTLE_FREE_BYTES) return right(value);
  const todo =
    'Hãy dọn ổ đĩa của máy chủ (không xóa gì trong thư mục dữ liệu). Đầy ổ thì không lưu, không in được nữa.';
  return { value, status: disk.freeBytes < LEAST_FREE_BYTES ? WRONG : LOOK, todo };
}

function databaseCheck({ facts }: Findings): Judged {
  return right(`${inUnits(facts.databaseBytes)}, ở ${facts.databasePlace}.`);
}

function logCheck({ lines, seal, overdue }: LogFindings): Judged {
  const sealed = seal?.seq ?? 0;
  const fresh = Math.max(0, lines - sealed);
  const value = `${formatNumber(lines)} dòng, ${fresh === 0 ? 'đã niêm phong hết' : `${formatNumber(fresh)} dòng mới chưa niêm phong`}.`;
  if (lines < sealed) {
    return {
      value: `${value} Thiếu ${formatNumber(sealed - lines)} dòng đã niêm phong.`,
      status: WRONG,
      todo: 'Hãy giữ nguyên cơ sở dữ liệu, chạy npm run log -- verify trên máy chủ và báo người phụ trách.',
    };
  }
  if (overdue) {
    return {
      value,
      status: WRONG,
      todo: 'Có dòng chờ niêm phong quá 5 phút. Hãy khởi động lại máy chủ; nếu vẫn vậy, xem các dòng lỗi máy chủ in ra.',
    };
  }
  if (!seal) return right(value);
  const todo =
    'Thỉnh thoảng chép niêm phong cuối ra giấy, cất nơi khác. Sau này npm run log -- verify kèm niêm phong ấy cho biết sổ còn nguyên không.';
  return { value: `${value} Niêm phong cuối:`, code: `${seal.seq}:${seal.hash}`, status: RIGHT, todo };
}

const UNITS = ['byte', 'KB', 'MB', 'GB', 'TB'];

function inUnits(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${formatNumber(Math.round((bytes / 1024 ** step) * 10) / 10)} ${UNITS[step] ?? ''}`;
}
