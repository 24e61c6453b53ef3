/**
 * What a row of an import is about. A later row of the same key takes the place of the earlier one, so that a repeat changes nothing
 * and a corrected export corrects.
 */
import type { ImportRow } from './rows.ts'

export function importKey(row: ImportRow): string {
  return JSON.stringify([row.kind, ...partsOf(row)])
}

function partsOf(row: ImportRow): readonly (string | boolean)[] {
  switch (row.kind) {
    case 'media':
      return [row.source, row.level, row.id, row.day, row.window ?? '', row.paid]
    case 'live':
    case 'post':
      return [row.source, row.id]
    case 'verification':
      return [row.source, row.vendor, row.day, row.campaign_id ?? '', row.id ?? '']
    case 'cost':
      return [row.line, row.from]
    case 'survey':
      return [row.order_id]
  }
}
