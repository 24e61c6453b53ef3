/**
 * What a large policy costs: to start with it, and to judge an event under it. POST ?do=start|judge|nothing&events=…&n=…
 * does it `n` times. workerd's clock stands still while code runs, so the caller takes the time.
 */
import few from '#few'
import many from '#many'
import { destinations } from '../../src/destinations/registry.ts'
import { parseBody } from '../../src/event/parse.ts'
import type { CanonicalEvent } from '../../src/event/types.ts'
import { personKeyMaker } from '../../src/hashing/person-key.ts'
import { sha256Hex } from '../../src/hashing/sha256.ts'
import { judge } from '../../src/pipeline/judge.ts'
import { planSites, type SitePlan } from '../../src/pipeline/plan.ts'
import { digestHolds } from '../../src/policy/digest.ts'
import type { CompiledPolicy } from '../../src/policy/types.ts'
import { largeRegistry } from '../large-policy.ts'

const DESTINATIONS = 8
const MAX_LOOPS = 2_000_000

/** By the number of events: the policy as it stands in the bundle. */
const TEXTS: Readonly<Record<number, string>> = { 5: few, 50: many }

const plans = new Map<number, SitePlan>()
let event: CanonicalEvent | undefined

/** What happens when the Worker starts: read, hold against the digest, plan. */
function start(events: number): SitePlan {
  const policy = JSON.parse(TEXTS[events] ?? '') as CompiledPolicy
  if (!digestHolds(policy, sha256Hex)) throw new Error('the digest does not hold')
  const [plan] = planSites(policy, largeRegistry(destinations, { events, destinations: DESTINATIONS })).values()
  if (plan === undefined) throw new Error('the policy has no site')
  return plan
}

function planFor(events: number): SitePlan {
  const plan = plans.get(events) ?? start(events)
  plans.set(events, plan)
  return plan
}

const personKey = personKeyMaker('a secret of the benchmark, long enough')

function eventOf(body: string, receivedAtMs: number): CanonicalEvent {
  const parsed = parseBody(body, receivedAtMs)
  const first = parsed.ok ? parsed.events[0] : undefined
  if (first?.ok !== true) throw new Error('the event of the benchmark is refused')
  return first.event
}

export default {
  async fetch(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams
    const events = Number(query.get('events') ?? '0')
    if (request.method !== 'POST') return new Response('ready')
    const receivedAtMs = Number(query.get('now'))
    const body = await request.text()
    const n = Math.min(Number(query.get('n')), MAX_LOOPS)
    if (query.get('do') === 'start') for (let i = 0; i < n; i++) start(events)
    if (query.get('do') === 'judge') {
      const plan = planFor(events)
      event ??= eventOf(body, receivedAtMs)
      for (let i = 0; i < n; i++) {
        const { deliveries } = judge(event, plan, { receivedAtMs, gpcHeader: null, personKey })
        if (deliveries.length !== DESTINATIONS) throw new Error(`${deliveries.length} deliveries`)
      }
    }
    return new Response('done')
  },
}
