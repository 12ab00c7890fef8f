import { AppError } from '../errors.ts';

/** What may come between a person and the database, in words that say what to do. `message` is for the log. */

/** Others were writing for too long; nothing was written. */
export function storageBusy(message: string, cause: unknown): AppError {
  return new AppError('storage-busy', {
    message,
    hint: 'Máy chủ đang bận ghi dữ liệu. Đồng chí đợi vài giây rồi bấm lại; nội dung vừa gõ vẫn còn trên trang.',
    retryAfterSeconds: 3,
    cause,
  });
}

/** The engine has taken the whole list back; the same list holds again as soon as there is room. */
export function storageFull(message: string, cause: unknown): AppError {
  return new AppError('storage-full', {
    message,
    hint:
      'Ổ đĩa của máy chủ đã đầy nên việc vừa rồi chưa được ghi. Những gì đã lưu trước đó vẫn còn nguyên. ' +
      'Đồng chí giữ nguyên trang này và báo quản trị dọn ổ đĩa; dọn xong thì bấm lại, không cần khởi động lại máy chủ.',
    retryAfterSeconds: 60,
    cause,
  });
}

/** The database is on another machine, or another process: whether the last list was still written cannot be told. */
export function storageUnreachable(cause: unknown): AppError {
  return new AppError('storage-busy', {
    message: 'the database server cannot be reached',
    hint:
      'Máy chủ chưa nối được với cơ sở dữ liệu nên việc vừa rồi có thể chưa được ghi. Đồng chí giữ nguyên trang này, ' +
      'đợi một phút rồi bấm lại; nếu vẫn không được, hãy báo quản trị.',
    retryAfterSeconds: 30,
    cause,
  });
}
