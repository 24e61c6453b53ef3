/** How many deliveries wait, destination by destination: counted once when the shard wakes, then kept up to date. */
export class WaitingCounts {
  readonly #counts: Map<string, number>

  constructor(counts: ReadonlyMap<string, number>) {
    this.#counts = new Map(counts)
  }

  for(destination: string): number {
    return this.#counts.get(destination) ?? 0
  }

  total(): number {
    let total = 0
    for (const deliveries of this.#counts.values()) total += deliveries
    return total
  }

  /** `deliveries` below zero: so many have ended. */
  add(destination: string, deliveries: number): void {
    this.#counts.set(destination, this.for(destination) + deliveries)
  }

  all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts)
  }
}
