import { type DataTypeNode, PostgresQueryCompiler, type ReferencesNode } from 'kysely';

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

  /** In `insert … select` or `case` nothing else would tell the server that a value is a number. */
  protected override appendValue(value: unknown): void {
    super.appendValue(value);
    if (typeof value === 'number') this.append(Number.isInteger(value) ? '::bigint' : '::double precision');
  }
}

/** The types in which counts and sums come back; as texts they would be joined where they should be added. */
export const NUMBER_TYPES = { int8: 20, numeric: 1700 } as const;
