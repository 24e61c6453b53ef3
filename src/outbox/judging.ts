/** Judges bodies and orders that waited, by what the shard knows of people's answers. */
import { textOf } from './body-text.ts'
import { judgeBody, type Enrich, type Judged } from '../pipeline/accept.ts'
import { withBrowserFacts } from '../pipeline/browser-facts.ts'
import type { JudgeContext, KnownConsent, Verdict } from '../pipeline/judge.ts'
import { judgeCopies, type Copy } from '../pipeline/order-copies.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { MAX_HELD, type ConsentBook } from './consent-book.ts'
import type { TakeRequest } from './types.ts'

/** What events are named by. */
type JudgingKeys = Pick<JudgeContext, 'personKey' | 'orderKey'>

export class Judging {
  readonly #keys: JudgingKeys
  readonly #book: ConsentBook

  constructor({ personKey, orderKey }: JudgingKeys, book: ConsentBook) {
    this.#keys = { personKey, orderKey }
    this.#book = book
  }

  /** Undefined where judging met a defect: that is this body's own, and its neighbours in the group are stored. */
  body(request: TakeRequest, plan: SitePlan): Judged | undefined {
    try {
      return judgeBody(textOf(request.text), plan, this.contextOf(request), enrichmentOf(request))
    } catch (error) {
      logDefect('judge', error)
      return undefined
    }
  }

  contextOf({ receivedAtMs, gpcHeader, source, via = source, facts }: TakeRequest): JudgeContext {
    const known = this.#known(source === 'server')
    const { personKey, orderKey } = this.#keys
    return { receivedAtMs, gpcHeader, personKey, source, via, orderKey, known, visitor: facts?.visitor }
  }

  /** What has waited, by what is known now. `mayWait`: for its buyer's answer, which it has not waited for yet. */
  copies(copies: readonly Copy[], plan: SitePlan, nowMs: number, mayWait: boolean): Verdict {
    const known = { ...this.#known(true), maySettle: false, mayWait }
    return judgeCopies(copies, plan, { ...this.#keys, receivedAtMs: nowMs, known })
  }

  /** A browser's event carries its own evidence; a server's may rest on what its browser said. */
  #known(server: boolean): KnownConsent {
    const book = this.#book
    return {
      snapshotFor: (keys) => (server ? book.snapshotFor(keys) : undefined),
      withdrawnAtMs: (keys, destination) => book.withdrawnAtMs(keys, destination),
      mayWait: server && book.held < MAX_HELD,
      maySettle: book.held < MAX_HELD,
    }
  }
}

function enrichmentOf({ facts, staging }: TakeRequest): Enrich {
  const seen: Enrich = facts === undefined ? (event) => event : (event) => withBrowserFacts(event, facts)
  return staging === true ? (event) => ({ ...seen(event), staging }) : seen
}
