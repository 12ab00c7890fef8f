/** What goes between the office and a branch without network, on a stick. */

/** The committee's own age identity: files of its branches are encrypted to it. Its private half leaves this table never. */
export interface CommitteeKeyTable {
  unit_id: string;
  identity: string;
  recipient: string;
  made_at: string;
}

/** A kit the office has issued. Of one branch in one campaign only the newest is good: re-issuing revokes the one before. */
export interface BranchKitTable {
  id: string;
  campaign_id: string;
  unit_id: string;
  /** Ed25519, raw, base64. The private half went out inside the kit and is kept nowhere here. */
  public_key: string;
  account_id: string;
  made_at: string;
  revoked_at: string | null;
}

/** On the branch's own machine: the kit this database was filled from, and the key its files are signed with. */
export interface OpenedKitTable {
  kit_id: string;
  campaign_id: string;
  unit_id: string;
  /** Ed25519, PKCS #8, base64. */
  signing_key: string;
  /** The office's age recipient. */
  recipient: string;
  made_at: string;
  opened_at: string;
  account_id: string;
}

/** A file the branch has made for the office. Serial numbers count by kit, so that an old file is told from a new one. */
export interface RollUpExportTable {
  id: string;
  kit_id: string;
  serial: number;
  sha256: string;
  bytes: number;
  account_id: string;
  made_at: string;
}

/** A file of a branch that the office has taken in. */
export interface RollUpImportTable {
  id: string;
  kit_id: string;
  campaign_id: string;
  unit_id: string;
  serial: number;
  sha256: string;
  made_at: string;
  account_id: string;
  imported_at: string;
}

/**
 * An encrypted file: a kit or a roll-up to be fetched again, or one that was sent and waits for its confirmation. What is
 * inside stands nowhere in the clear.
 */
export interface ExchangeFileTable {
  id: string;
  kind: 'kit' | 'roll-up' | 'kit-sent' | 'roll-up-sent';
  /** null for a kit that was sent: its campaign is not known here yet. */
  campaign_id: string | null;
  account_id: string;
  name: string;
  sha256: string;
  bytes: number;
  at: string;
}

export interface ExchangeFilePartTable {
  file_id: string;
  part: number;
  /** Base64, under 1 MB a part (D1 takes 2 MB a row). */
  body: string;
}
