/**
 * Calls to a shard that requests share: bodies that come while one call is under way go together in the next. A call costs the
 * Worker and the shard more than a small body does, so under load most of it is saved (docs/decisions/0051).
 *
 * What another request does may never be heard of: the runtime drops a request whose caller has gone without running its
 * `finally`. Whoever waits for a promise that another request resolves goes on in its own context
 * (https://github.com/cloudflare/workerd/pull/2719, read 2026-11-23), if the runtime lets it go on at all.
 * So nobody depends on being told. Whoever waits looks again by a timer of its own, goes itself where nobody has taken its body
 * along, and gives up at its time limit, so that its caller sends the same again. Requests share texts, never stubs or streams.
 */

/** What goes to a shard. Its length, in characters or bytes, says how many go together. */
interface Sized {
  readonly length: number
}

/** What a request brings of its own: the runtime lets no request use another's. */
export interface OwnMeans<Call extends Sized = string> {
  /** Asks the shard: an answer for each, in the same order. */
  readonly call: (calls: readonly Call[]) => Promise<readonly string[]>
  /** Lets it come to its end when the caller has hung up: others wait for it. */
  readonly keepAlive: (work: Promise<void>) => void
  /** Resolves when the promise does, or after so many milliseconds. */
  readonly waitFor: (told: Promise<void>, ms: number) => Promise<void>
  readonly now: () => number
}

export interface JointLimits {
  readonly bodies: number
  readonly characters: number
  /** After it a call counts as lost, and what it answers is heard no more. */
  readonly callMs: number
}

/** So long a body waits for the call before it; then it goes itself, and takes along who waits. A far shard shall not be twice as far. */
export const TURN_MS = 20
/**
 * After a call that several shared, the next one gathers for so long, or until as many are together as may be: those who were
 * answered come again at once, and a commit of the shard costs it nearly the same for one body as for all of them.
 */
export const GATHER_MS = 8
/** After so long a body that was taken along looks by itself whether there is an answer. */
const LOOK_MS = 100

/** The calls of one isolate to one shard. */
export class JointCalls<Call extends Sized = string> {
  readonly #limits: JointLimits
  #waiting: Slot<Call>[] = []
  #characters = 0
  /** A call is under way until then, or its company gathers again; one whose request was dropped counts as under way. */
  #busyUntilMs = 0
  /** So many are together where all come again who were on their way when the last call ended. */
  #all = 1

  constructor(limits: JointLimits) {
    this.#limits = limits
  }

  /** Undefined where no answer came in time; rejects with what the call threw. */
  async take(call: Call, own: OwnMeans<Call>): Promise<string | undefined> {
    const startMs = own.now()
    const slot = new Slot(call, startMs)
    this.#waiting.push(slot)
    this.#characters += call.length
    const untilMs = startMs + this.#limits.callMs
    while (slot.outcome === undefined && own.now() < untilMs) {
      if (!slot.isSent && this.#mayGo(slot, own.now())) this.#go(slot, own)
      await own.waitFor(slot.news(), this.#looksInMs(slot, own.now()))
    }
    return answerIn(slot)
  }

  #mayGo({ sinceMs }: Slot<Call>, nowMs: number): boolean {
    const { bodies, characters } = this.#limits
    const isTogether = this.#waiting.length >= Math.min(bodies, this.#all)
    if (isTogether || this.#characters >= characters) return true
    // A clock that was set back is no reason to wait.
    return nowMs < sinceMs || nowMs >= Math.min(this.#busyUntilMs, sinceMs + TURN_MS)
  }

  #looksInMs({ isSent, sinceMs }: Slot<Call>, nowMs: number): number {
    return isSent ? LOOK_MS : Math.min(this.#busyUntilMs, sinceMs + TURN_MS) - nowMs
  }

  #go(slot: Slot<Call>, own: OwnMeans<Call>): void {
    const group = this.#groupWith(slot)
    this.#busyUntilMs = own.now() + this.#limits.callMs
    this.#all = this.#limits.bodies
    own.keepAlive(this.#call(group, own))
  }

  /** Whoever goes is of the group, also where more wait than it may hold. */
  #groupWith(slot: Slot<Call>): readonly Slot<Call>[] {
    const group = [slot]
    const rest: Slot<Call>[] = []
    let room = this.#limits.characters - slot.call.length
    for (const other of this.#waiting) {
      if (other === slot) continue
      room -= other.call.length
      if (group.length < this.#limits.bodies && room >= 0) group.push(other)
      else rest.push(other)
    }
    this.#waiting = rest
    this.#characters = rest.reduce((sum, { call }) => sum + call.length, 0)
    for (const taken of group) taken.isSent = true
    return group
  }

  async #call(group: readonly Slot<Call>[], own: OwnMeans<Call>): Promise<void> {
    try {
      const answers = await own.call(group.map(({ call }) => call))
      group.forEach((slot, index) => slot.end(outcomeOf(answers[index])))
    } catch (error) {
      for (const slot of group) slot.end({ error })
    }
    this.#all = group.length + this.#waiting.length
    this.#busyUntilMs = this.#all > 1 ? own.now() + GATHER_MS : 0
    this.#waiting[0]?.tell()
  }
}

type Outcome = { readonly answer: string } | { readonly error: unknown }

function outcomeOf(answer: string | undefined): Outcome {
  return answer === undefined ? { error: new Error('a shard left out an answer') } : { answer }
}

/** One body on its way. Its request looks at it; other requests write into it. */
class Slot<Call> {
  readonly call: Call
  /** Epoch ms. */
  readonly sinceMs: number
  outcome: Outcome | undefined
  isSent = false
  #told = Promise.withResolvers<void>()
  #wasTold = false

  constructor(call: Call, sinceMs: number) {
    this.call = call
    this.sinceMs = sinceMs
  }

  /** Resolves when there is something to look at: its turn to go, or its answer. Each look needs a promise of its own. */
  news(): Promise<void> {
    if (this.#wasTold) this.#told = Promise.withResolvers<void>()
    this.#wasTold = false
    return this.#told.promise
  }

  tell(): void {
    this.#wasTold = true
    this.#told.resolve()
  }

  end(outcome: Outcome): void {
    this.outcome = outcome
    this.tell()
  }
}

function answerIn({ outcome }: Slot<unknown>): string | undefined {
  if (outcome === undefined) return undefined
  if ('error' in outcome) throw outcome.error
  return outcome.answer
}
