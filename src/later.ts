/**
 * What the gateway can do and no event waits for: the off-site record, sources, ledger, exports, console. It is loaded when it is first asked
 * for. In the built gateway it is a module of its own (docs/decisions/0050), which scripts/later.ts puts in the place of this one.
 */
export type Later = typeof import('./later-parts.ts')

/** Of the request that asks: the runtime lets no request wait for what another one has begun. */
export function later(): Promise<Later> {
  return import('./later-parts.ts')
}
