/** One body to one shard, within its time limit, together with those that come meanwhile. */
import { waitUntil } from 'cloudflare:workers'
import { shardStub } from '../outbox/shard-stub.ts'
import type { TakeAnswer, TakeRequest } from '../outbox/types.ts'
import { decodeAnswer, encodeTake, type TakeCall } from '../outbox/wire.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { RouteContext } from './events.ts'
import { JointCalls, type OwnMeans } from './joint-calls.ts'

/** A body of more characters goes at once, by itself: it is work enough for a call. */
export const TOGETHER = { bodies: 64, characters: 64 * 1024 }
/** A shard begins nothing that is older than the time limit (outbox/intake.ts); what it began just before has this long. */
const STORING_MS = 2_000
export const TOO_LATE = { kind: 'unavailable', retryAfterSeconds: 5 } as const satisfies TakeAnswer

/** By the shard's name: as many as the policy has shards. */
export class CallsByShard {
  readonly #calls = new Map<string, JointCalls<TakeCall>>()
  readonly #callMs: number

  constructor(takeTimeoutMs: number) {
    this.#callMs = takeTimeoutMs + STORING_MS
  }

  to(name: string): JointCalls<TakeCall> {
    const known = this.#calls.get(name)
    if (known !== undefined) return known
    const calls = new JointCalls<TakeCall>({ ...TOGETHER, callMs: this.#callMs })
    this.#calls.set(name, calls)
    return calls
  }
}

export async function askShard(
  { services, env }: RouteContext,
  plan: SitePlan,
  shard: number,
  request: TakeRequest,
): Promise<TakeAnswer> {
  const call = encodeTake(plan.id, request, plan.site.shards)
  const stub = () => shardStub(services.config, env, plan.id, shard)
  const answer = await services.calls.to(`${plan.id}/${shard}`).take(call, meansOf(stub))
  return answer === undefined ? TOO_LATE : decodeAnswer(answer)
}

/** 0, or in how many seconds there may be room. */
export async function askRoom({ services, env }: RouteContext, plan: SitePlan, shard: number): Promise<number> {
  const asked = shardStub(services.config, env, plan.id, shard).retryAfter(plan.id, plan.site.shards)
  return (await answerWithin(asked, services.config.takeTimeoutMs)) ?? TOO_LATE.retryAfterSeconds
}

type Stub = ReturnType<typeof shardStub>

function meansOf(stub: () => Stub): OwnMeans<TakeCall> {
  return { call: (calls) => takeBy(stub(), calls), keepAlive: waitUntil, waitFor: answerWithin, now: () => Date.now() }
}

/** Alone it waits in the shard for company from elsewhere; several are company enough. */
async function takeBy(stub: Stub, calls: readonly TakeCall[]): Promise<readonly string[]> {
  const [first, second] = calls
  return second === undefined ? [await stub.take(first ?? '')] : stub.takeAll(calls)
}

/** Undefined where the time is over first. */
function answerWithin<T>(answer: Promise<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    void answer.then(resolve, reject).then(() => clearTimeout(timer))
  })
}
