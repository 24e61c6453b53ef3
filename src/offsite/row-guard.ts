/**
 * Nobody comes in with a file. A name loses the words that hold an e-mail address or a number of a person, for what the row counts is worth
 * keeping; under an id that holds one nothing can be kept, and the row is refused.
 */
import type { FieldError } from '../event/errors.ts'
import { guardText, withoutHits } from '../privacy/guard.ts'
import type { ImportRow } from './rows.ts'

export type ParsedImportRow =
  | { readonly ok: true; readonly row: ImportRow }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

const IDS: ReadonlySet<string> = new Set(['id', 'account', 'campaign_id', 'group_id', 'post_id', 'order_id'])
const NAMES: ReadonlySet<string> = new Set(['name', 'campaign', 'group', 'creator'])

/** `place`: what the paths begin with, without a dot at its end. */
export function withoutPersons(row: ImportRow, place: string): ParsedImportRow {
  const errors: FieldError[] = []
  const cleaned = Object.entries(row).map(([key, value]): readonly [string, unknown] => {
    if (typeof value !== 'string') return [key, value]
    if (IDS.has(key) && !('clean' in guardText(value, 'id')))
      errors.push({
        path: place === '' ? key : `${place}.${key}`,
        message: 'must not hold an e-mail address or a number of a person',
      })
    return [key, NAMES.has(key) ? withoutHits(value, 'text') : value]
  })
  // Only words were taken out of texts: the shape is what it was.
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, row: Object.fromEntries(cleaned) as unknown as ImportRow }
}
