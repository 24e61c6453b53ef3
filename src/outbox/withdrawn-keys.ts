/**
 * The keys of everybody who has said no to anything, in memory, so that judging the events of all others asks no table. It may
 * hold keys of people who have since agreed again: who is in here is looked up. Pure.
 */

/** A few megabytes. A shard that has heard more withdrawals than that asks its table for every event. */
const MAX_KEYS = 20_000

export class WithdrawnKeys {
  /** Undefined where there are too many. */
  #keys: Set<string> | undefined = new Set()

  constructor(keys: Iterable<string>) {
    this.add(keys)
  }

  add(keys: Iterable<string>): void {
    for (const key of keys) {
      if (this.#keys === undefined) return
      this.#keys.add(key)
      if (this.#keys.size > MAX_KEYS) this.#keys = undefined
    }
  }

  /** False: none of them has said no. True: the table knows. */
  mayHave(keys: readonly string[]): boolean {
    const known = this.#keys
    return known === undefined || keys.some((key) => known.has(key))
  }
}
