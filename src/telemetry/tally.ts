/** Counts what became of events, and writes the wide line of each where the operator asked for it. */
import type { EventResult, Judged } from '../pipeline/accept.ts'
import type { Verdict } from '../pipeline/judge.ts'
import { guardFieldName } from '../privacy/guard.ts'
import { Counters } from './counters.ts'
import { logEvent } from './log.ts'
import type { EventLine, LogLevel } from './log-lines.ts'
import { destinationName, eventRef, policyDigest, policyName, reason, shardName } from './log-values.ts'

/** What is the same for every event of a body. */
export interface TallyCall {
  readonly plan: { readonly id: string; readonly digest: string }
  /** `<site>/<number>` */
  readonly shard: string | undefined
  readonly source: EventLine['source']
  readonly receivedAtMs: number
}

export class Tally {
  readonly #logLevel: LogLevel
  readonly #events = new Map<string, number>()
  readonly #refusals = new Map<string, number>()
  readonly #unknownFields = new Map<string, number>()

  constructor(logLevel: LogLevel) {
    this.#logLevel = logLevel
  }

  record(judged: Extract<Judged, { ok: true }>, results: readonly EventResult[], call: TallyCall): void {
    for (const [index, result] of results.entries()) {
      Counters.add(this.#events, result.status)
      if (result.status !== 'accepted') Counters.add(this.#refusals, result.reason ?? result.status)
      const one = judged.parsed[index]
      if (one?.ok === true) for (const name of one.unknown) Counters.add(this.#unknownFields, guardFieldName(name))
      if (this.#logLevel === 'events') logEvent(lineOf(result, judged.verdicts[index], call))
    }
  }

  counts() {
    return {
      events: Object.fromEntries(this.#events),
      refusals: Object.fromEntries(this.#refusals),
      unknownFields: Object.fromEntries(this.#unknownFields),
    }
  }
}

/** Of what came, only what the verdict says: it has been through the guard. */
function lineOf(result: EventResult, verdict: Verdict | undefined, call: TallyCall): EventLine {
  return {
    site: policyName(call.plan),
    shard: shardName(call.shard),
    source: call.source,
    ...(verdict !== undefined && { event: verdict.name, ref: eventRef(verdict) }),
    status: result.status,
    ...(result.reason !== undefined && { reason: reason(result.reason) }),
    destinations: Object.fromEntries(
      Object.entries(result.destinations).map(([id, said]) => [destinationName(id), reason(said)]),
    ),
    policy: policyDigest(call.plan),
    ...(verdict !== undefined && { ageMs: call.receivedAtMs - verdict.occurredAtMs }),
    tookMs: Date.now() - call.receivedAtMs,
  }
}
