import * as z from 'zod';

/** For whom a sheet of codes is printed. */
export const SheetForm = z.object({ nguoi: z.uuid('Đồng chí chọn người được in phiếu.') });
