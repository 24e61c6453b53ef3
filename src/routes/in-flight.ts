/** How many bytes of bodies one isolate holds at once: what is more is asked to come back. */

/**
 * An isolate has 128 MB, and a body costs several times its bytes from reading to answer: the text, its copy on the way to
 * the shard, what JSON makes of it, and the deliveries that come out.
 */
export const IN_FLIGHT_MAX_BYTES = 24 * 1024 * 1024
/** The runtime drops a request whose caller has gone without running its `finally`: what it held counts no longer. */
const HELD_AT_MOST_MS = 60_000

export interface Hold {
  readonly bytes: number
  readonly untilMs: number
}

export class InFlight {
  /** In the order of `untilMs`, since all are held equally long. */
  readonly #holds = new Set<Hold>()
  #bytes = 0

  /** Undefined where there is no room. What is given must be released when the answer is there. */
  hold(bytes: number, nowMs: number): Hold | undefined {
    this.#forgetOld(nowMs)
    if (this.#bytes + bytes > IN_FLIGHT_MAX_BYTES) return undefined
    const hold = { bytes, untilMs: nowMs + HELD_AT_MOST_MS }
    this.#holds.add(hold)
    this.#bytes += bytes
    return hold
  }

  release(hold: Hold): void {
    if (this.#holds.delete(hold)) this.#bytes -= hold.bytes
  }

  #forgetOld(nowMs: number): void {
    for (const hold of this.#holds) {
      if (hold.untilMs > nowMs) return
      this.release(hold)
    }
  }
}
