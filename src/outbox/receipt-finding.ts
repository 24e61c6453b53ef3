/** What can be wrong with an export. Facts only: src/cli/receipt-text.ts has the words. */

/** Of the row that does not fit: its content, its chain value, or (`rest`) neither alone explains it. */
export type Altered = 'content' | 'chain' | 'rest'

interface AtHead {
  readonly shard: number
  readonly id: number
  readonly signedAt: string
}

export type Finding =
  | { readonly kind: 'no_export' }
  | { readonly kind: 'unreadable_line' | 'misplaced_line'; readonly line: number }
  | { readonly kind: 'shard_missing' | 'shard_cut_off'; readonly shard: number }
  /** The first row of its shard that is not as it was written. */
  | {
      readonly kind: 'row_altered'
      readonly shard: number
      readonly id: number
      readonly atMs: number
      readonly what: Altered
      /** It may be the row before it that was altered, together with its chain value. */
      readonly orBefore: boolean
    }
  /** The row's content is that of the row that should stand here; its number was changed. */
  | {
      readonly kind: 'row_renumbered'
      readonly shard: number
      readonly id: number
      readonly atMs: number
      readonly wrongId: number
    }
  | { readonly kind: 'rows_missing'; readonly shard: number; readonly fromId: number; readonly toId: number }
  /** The last rows, though it is signed that they were there. */
  | {
      readonly kind: 'signed_rows_missing'
      readonly shard: number
      readonly fromId: number
      readonly toId: number
      /** The gateway saw it too, and did not sign the end of this export. */
      readonly refused: boolean
    }
  /** The line says that the row lies outside the range, and its time says otherwise. */
  | { readonly kind: 'row_mismarked'; readonly shard: number; readonly id: number; readonly atMs: number }
  /** Put in, sent twice, or moved: a row with this number does not belong here. */
  | {
      readonly kind: 'row_misplaced'
      readonly shard: number
      readonly id: number
      readonly atMs: number
      readonly expectedId: number
    }
  /** A head vouches for another chain value: rows after `sinceId`, up to this one, are not those that were there then. */
  | ({ readonly kind: 'head_differs'; readonly sinceId: number } & AtHead)
  | ({ readonly kind: 'head_misplaced' | 'anchor_differs' | 'range_differs' } & AtHead)
  | ({ readonly kind: 'signature_missing' | 'signature_wrong' | 'head_altered' } & AtHead)
  | ({ readonly kind: 'key_unknown'; readonly kid: string } & AtHead)
