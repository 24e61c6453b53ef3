/**
 * What the modules of PrestaShop and Magento send beside the order, in one form: what the checkout wrote of the person's consent,
 * and what the buyer's browser had. Each part may be missing.
 */
import { text, type Members } from './parts.ts'
import {
  clientOf,
  CONSENT_ATTRIBUTE,
  joinedConsent,
  some,
  webUrl,
  type JoinedConsent,
  type Sale,
} from './shop-parts.ts'
import { membersOf, readingOf } from './shop-reading.ts'
import type { CompiledOrders } from '../policy/types.ts'
import type { SourceEvent, SourceReading } from './source.ts'

type Click = NonNullable<SourceEvent['click']>
const CLICK_IDS = ['ttclid', 'ttp', 'fbclid', 'fbc', 'fbp'] as const
/** As long as src/event/schema.ts takes them: cut, they are useless. */
const MAX_CLICK_ID = 1_024

export function consentBeside(body: Members): JoinedConsent {
  return joinedConsent((name) => body[name === CONSENT_ATTRIBUTE ? 'consent' : 'visitor_id'])
}

/** The module sends the whole address of the landing page. */
export function pageBeside(body: Members): Members | undefined {
  const page = membersOf(body['page'])
  return some({ url: webUrl(page['url']), referrer: webUrl(page['referrer']) })
}

export function clientBeside(body: Members, ip?: unknown): Members | undefined {
  const client = membersOf(body['client'])
  return clientOf(client['ip'] ?? ip, client['user_agent'])
}

/** The reading of the sale, with the click ids of the buyer's cookies. */
export function moduleReading(body: Members, sale: Sale, orders: CompiledOrders): SourceReading {
  const reading = readingOf(sale, orders)
  const click = clickBeside(body)
  if (reading.kind !== 'read' || click === undefined) return reading
  const events = reading.events.map((one) => (one.event['event'] === 'purchase' ? { ...one, click } : one))
  return { ...reading, events }
}

function clickBeside(body: Members): Click | undefined {
  const given = membersOf(body['click'])
  return some(Object.fromEntries(CLICK_IDS.map((name) => [name, text(given[name], MAX_CLICK_ID)])))
}
