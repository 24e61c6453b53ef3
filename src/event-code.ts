/**
 * What an event needs and no start waits for: reading it, judging it, hashing, building what platforms get. In the source it is there from the
 * beginning. In the built gateway it is a module of its own (docs/decisions/0062), which scripts/event-code.ts puts in the place of this one: whatever
 * may be the first to use it asks here before.
 */
export function hasEventCode(): boolean {
  return true
}

/** Of the request that asks: the runtime lets no request wait for what another one has begun. */
export function eventCode(): Promise<void> {
  return Promise.resolve()
}
