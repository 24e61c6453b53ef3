/** What the detectors can name. Stable: counted in diagnostics and receipts. */
export type PersonalDataKind =
  | 'email'
  | 'phone'
  | 'iban'
  | 'card'
  /** French social security number (NIR). */
  | 'nir'
  | 'ip'
  /** 64 hex characters: a hashed identifier is still one. */
  | 'sha256'
  /** Longer than what is looked through: not known to be clean, so not clean. */
  | 'oversized'

/**
 * How sure a find must be. `text`: anything a person may have typed. `id`: order, item and event ids, where a false find
 * costs a sale, so only shapes that no shop numbering has.
 */
export type TextShape = 'text' | 'id'
