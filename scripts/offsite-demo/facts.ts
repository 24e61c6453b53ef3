/**
 * What the demo's people did, as the facts that a shard would tell the off-site record: each is an event of the canonical form, judged by
 * the gateway's own steps at the time at which it happened. Whoever did not agree leaves none.
 */
import { parseValue } from '../../src/event/parse.ts'
import type { PersonKeyMaker } from '../../src/hashing/person-key.ts'
import type { JourneyFact } from '../../src/offsite/facts.ts'
import { judge } from '../../src/pipeline/judge.ts'
import type { SitePlan } from '../../src/pipeline/plan.ts'
import type { DemoEvent, DemoVisit } from '../demo-analysis/world.ts'

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']
const BROWSER = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'
const IN_TIKTOK = `${BROWSER} musical_ly_41.0.0 BytedanceWebview/d8a21c6`
/** How long after a visit's first page its second is seen. */
const SECOND_PAGE_MS = 12_000

type Members = Readonly<Record<string, unknown>>

/** In the order in which things happened, as they are asked for. */
export function* factsOf(
  events: readonly DemoEvent[],
  plan: SitePlan,
  personKey: PersonKeyMaker,
): Generator<JourneyFact> {
  const journeys = new Map<string, string>()
  for (const [index, event] of events.entries()) {
    if (event.kind === 'withdrawal') {
      const journey = journeys.get(event.visitor)
      if (journey !== undefined) yield { k: 'forget', journeys: [journey], atMs: event.atMs }
      continue
    }
    for (const wire of wireOf(event, index)) {
      const fact = factOf(wire, plan, personKey)
      if (fact === undefined) continue
      if (fact.k !== 'forget' && fact.journey !== undefined) journeys.set(event.visitor, fact.journey)
      yield fact
    }
  }
}

function factOf(wire: Members, plan: SitePlan, personKey: PersonKeyMaker): JourneyFact | undefined {
  const receivedAtMs = Date.parse(String(wire['occurred_at'])) + 300
  const parsed = parseValue(wire, receivedAtMs)
  const [event] = parsed.ok ? parsed.events : []
  if (event === undefined || !event.ok) throw new Error(`the demo made a malformed event: ${JSON.stringify(parsed)}`)
  return judge(event.event, plan, { receivedAtMs, gpcHeader: null, personKey, source: 'browser', via: 'browser' }).fact
}

function wireOf(event: Exclude<DemoEvent, { kind: 'withdrawal' }>, index: number): readonly Members[] {
  const consent = { state: Object.fromEntries(PURPOSES.map((one) => [one, event.consent ? 'granted' : 'denied'])) }
  const common = (name: string, atMs: number, more: Members): Members => ({
    event: name,
    event_id: `demo-${index}-${atMs === event.atMs ? 1 : 2}`,
    occurred_at: new Date(atMs).toISOString(),
    person: { visitor_id: event.visitor },
    consent,
    ...more,
  })
  const device = (visit?: DemoVisit) => ({
    user_agent: visit?.inApp === undefined ? BROWSER : IN_TIKTOK,
    country: 'FR',
  })
  if (event.kind === 'visit') {
    const { url, referrer } = event
    const first = { page: { url, ...(referrer !== undefined && { referrer }) }, client: device(event) }
    const second = { page: { url: new URL('/', url).href, referrer: url }, client: device(event) }
    const pages = [common('page_view', event.atMs, first)]
    return event.pages > 1 ? [...pages, common('page_view', event.atMs + SECOND_PAGE_MS, second)] : pages
  }
  const page = { page: { url: event.url, referrer: event.url }, client: device() }
  const order = event.kind === 'purchase' ? { order: { id: event.order, currency: 'EUR' } } : {}
  return [common(event.kind, event.atMs, { ...page, ...order })]
}
