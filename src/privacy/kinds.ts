/** What the detectors can name. Stable: counted in diagnostics and receipts. */
export type PersonalDataKind =
  | 'email'
  | 'phone'
  | 'iban'
  | 'card'
  /** French social security number (NIR). */
  | 'nir'
  /** A number by which another state knows a person: see national-ids.ts. */
  | 'national_id'
  /** A date next to a word that says that somebody was born on it. */
  | 'birth_date'
  | 'ip'
  /** 64 hex characters: a hashed identifier is still one. */
  | 'sha256'
  | 'jwt'
  /** What opens somebody's session, basket or order to whoever has it. */
  | 'session_token'
  /** A house number where a town should be. */
  | 'address'
  /** Longer than what is looked through, or encoded more often: not known to be clean, so not clean. */
  | 'oversized'

/**
 * How sure a find must be. `text`: anything a person may have typed. `id`: order and item ids, click ids, where digits are
 * normal, so only shapes that no shop numbering has. `event_id`: the same, and it may be a digest. `ip`: the one field
 * that is there for an address.
 */
export type TextShape = 'text' | 'id' | 'event_id' | 'ip'
