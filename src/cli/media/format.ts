/** What a media export is: which columns it must have, and what one of its lines becomes. A new one is a table. */
import type { ImportRow } from '../../offsite/rows.ts'
import type { MediaField } from './columns.ts'
import type { RowCells } from './row-cells.ts'

export const MEDIA_KINDS = ['ads', 'posts', 'lives', 'creators', 'verification', 'costs', 'survey'] as const
export type MediaKind = (typeof MEDIA_KINDS)[number]

/** What the whole file says of itself, or whoever imports it. */
export interface FileSays {
  readonly source?: string
  readonly vendor?: string
  readonly window?: string
  readonly dateBasis?: 'impression' | 'conversion'
}

export interface MediaFormat {
  readonly kind: MediaKind
  readonly fields: readonly MediaField[]
  /** One of these lists whole: the file is of this kind, unless it could be of another too. */
  readonly knownBy: readonly (readonly MediaField[])[]
  /** Of each list one at least. */
  readonly needs: readonly (readonly MediaField[])[]
  readonly amounts: readonly MediaField[]
  readonly counts: readonly MediaField[]
  readonly times: readonly MediaField[]
  /** Whether every line of it is of one platform, and which its headings tell. */
  readonly source: ((headings: string) => string | undefined) | 'by_line'
  /** A sum over all lines, which is left out. */
  readonly isTotal: (row: RowCells) => boolean
  readonly read: (row: RowCells, file: FileSays) => readonly ImportRow[]
}
