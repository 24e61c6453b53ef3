/** The range of an export. Apart from its lines, whose schemas a Worker that only writes them need not build when it starts. */
export interface Range {
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
}

/** On which side of the range a row lies; undefined within it. */
export function outsideOf(atMs: number, { fromMs, toMs }: Range): 'before' | 'after' | undefined {
  return atMs < fromMs ? 'before' : atMs >= toMs ? 'after' : undefined
}
