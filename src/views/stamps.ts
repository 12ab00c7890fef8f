/** Stands in the bottom margin of every page that is worth nothing. */
export const REHEARSAL_STAMP = 'BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ';
