import { insertExport, insertFile, insertImport, insertKit, insertOpenedKit } from '../../src/exchange/statements.ts';
import type { AuthorWorld } from './author.ts';
import type { Person } from './people.ts';

/** What the access walk finds of kits and their files: in every branch one issued, opened, and used once each way. */

type World = Pick<AuthorWorld, 'deps'>;

/** Branch → the id of its kit, and of the file it has made. */
export async function seedKits(
  { deps }: World,
  people: readonly Person[],
  campaignOf: (person: Person) => string,
): Promise<{ kits: Map<string, string>; exported: Map<string, string> }> {
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const [kits, exported] = [new Map<string, string>(), new Map<string, string>()];
  for (const [unitId, person] of new Map(people.map((each) => [each.unitId, each]))) {
    const [kit, made] = [deps.newId(), deps.newId()];
    const place = { campaign_id: campaignOf(person), unit_id: unitId };
    const by = { account_id: person.accountId };
    const handUp = await db
      .selectFrom('hand_up')
      .where('unit_id', '=', unitId)
      .select('handed_at')
      .executeTakeFirstOrThrow();
    const file = { campaign_id: place.campaign_id, ...by, name: '', sha256: '', bytes: 3, at };
    const bytes = new TextEncoder().encode('tệp');
    await deps.store.atomic([
      insertKit(db, { id: kit, ...place, public_key: 'AAAA', ...by, made_at: at, revoked_at: null }),
      ...insertFile(db, { id: kit, kind: 'kit', ...file }, bytes),
      insertOpenedKit(db, {
        kit_id: kit,
        ...place,
        ...by,
        signing_key: 'AAAA',
        recipient: 'age1',
        made_at: at,
        opened_at: at,
      }),
      insertExport(
        db,
        { id: made, kit_id: kit, serial: 1, sha256: '', bytes: 3, ...by, made_at: at },
        { ...place, handed_at: handUp.handed_at },
      ),
      ...insertFile(db, { id: made, kind: 'roll-up', ...file }, bytes),
      insertImport(db, {
        id: deps.newId(),
        kit_id: kit,
        ...place,
        serial: 1,
        sha256: '',
        made_at: at,
        ...by,
        imported_at: at,
      }),
    ]);
    kits.set(unitId, kit);
    exported.set(unitId, made);
  }
  return { kits, exported };
}

/** A file each person has sent and not confirmed, under his account's id; using one up must not spoil the next question. */
export async function laySentFiles(
  { deps, campaignId }: World & { campaignId: string },
  people: readonly Person[],
  kind: 'kit-sent' | 'roll-up-sent',
): Promise<void> {
  const { db } = deps.store;
  const ids = people.map(({ accountId }) => accountId);
  await db.deleteFrom('exchange_file_part').where('file_id', 'in', ids).execute();
  await db.deleteFrom('exchange_file').where('id', 'in', ids).execute();
  const common = { name: '', sha256: '', bytes: 3, at: deps.now().toISOString() };
  const where = { kind, campaign_id: kind === 'kit-sent' ? null : campaignId };
  await deps.store.atomic(
    ids.flatMap((id) =>
      insertFile(db, { id, account_id: id, ...where, ...common }, new TextEncoder().encode('không phải tệp')),
    ),
  );
}
