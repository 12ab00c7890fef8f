import { type DataTypeNode, PostgresQueryCompiler, type PrimitiveValueListNode, type ReferencesNode } from 'kysely';
import { AppError } from '../errors.ts';

/**
 * Our portable SQL, so that PostgreSQL gives back what SQLite does:
 * texts are compared letter by letter whatever language the database was made for, and whole numbers have 64 bits.
 */
export class PortableCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    if (node.dataType === 'text') this.append('text collate "C"');
    else if (node.dataType === 'integer') this.append('bigint');
    else super.visitDataType(node);
  }

  /** Checked at each statement, as on SQLite; whoever copies whole tables may ask for the check at the end. */
  protected override visitReferences(node: ReferencesNode): void {
    super.visitReferences(node);
    this.append(' deferrable initially immediate');
  }

  /** "One of none" is nobody, as on SQLite; here an empty list is no SQL. Lists of ours are of texts. */
  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    if (node.values.length === 0) this.append('(select null::text where false)');
    else super.visitPrimitiveValueList(node);
  }

  /** In `insert … select` or `case` nothing else would tell the server that a value is a number. */
  protected override appendValue(value: unknown): void {
    if (typeof value === 'string' && value.includes('\0')) throw unstorable();
    super.appendValue(value);
    if (typeof value === 'number') this.append(Number.isInteger(value) ? '::bigint' : '::double precision');
  }
}

/** The types in which counts and sums come back; as texts they would be joined where they should be added. */
export const NUMBER_TYPES = { int8: 20, numeric: 1700 } as const;

/** No text of PostgreSQL holds NUL: asked for one, it would answer with a fault. No page of ours sends an id with it. */
function unstorable(): AppError {
  return new AppError('bad-request', {
    message: 'NUL in a value',
    hint: 'Có ký tự điều khiển ẩn trong nội dung gửi lên. Đồng chí mở lại trang rồi gửi lại; chưa có gì bị thay đổi.',
  });
}
