/**
 * Valid events about people who do not exist: example.com belongs to nobody (RFC 2606), and 06 39 98 00 00 to
 * 06 39 98 99 99 is kept for fiction by the French numbering plan (Arcep).
 */

export type Members = Record<string, unknown>

export const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

let made = 0

/** An order number that no other event of the run has. */
export function newOrder(): string {
  made += 1
  return `T-${process.pid}-${Date.now().toString(36)}-${made}`
}

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']

export function consent(answer: 'granted' | 'denied'): Members {
  return {
    state: Object.fromEntries(PURPOSES.map((purpose) => [purpose, answer])),
    at: new Date().toISOString(),
    source: 'cmp:test',
  }
}

export const CAMILLE: Members = {
  email: ' Camille.Durand@Example.COM ',
  phone: '06 39 98 12 34',
  external_id: 'c-77',
  first_name: 'Camille',
  last_name: 'Durand',
  zip: '29900',
  city: 'Concarneau',
  country: 'FR',
}

/** A purchase of 42.50 EUR with consent, event id `o-<order>`. `changes` replaces whole members. */
export function sale(order: string, changes: Members = {}): Members {
  return {
    event: 'purchase',
    event_id: `o-${order}`,
    occurred_at: new Date().toISOString(),
    page: {
      url: 'https://www.atelier-rivage.example/merci?ttclid=E.C.P.abc123&email=camille.durand%40example.com&utm_source=tiktok#29900',
      referrer: 'https://www.tiktok.com/',
    },
    client: { ip: '203.0.113.7', user_agent: USER_AGENT, country: 'FR', region: 'FR-BRE' },
    person: CAMILLE,
    order: {
      id: order,
      value: 42.5,
      tax: 7.08,
      shipping: 0,
      currency: 'EUR',
      items: [{ id: 'ar-savon', name: 'Savon au sel gris', quantity: 5, price: 8.5 }],
    },
    consent: consent('granted'),
    ...changes,
  }
}

/** A purchase seen from the United States, where silence permits; without consent of its own. */
export function saleIn(region: string, order: string, changes: Members = {}): Members {
  const person = { ...CAMILLE, country: 'US' }
  const client = { ip: '203.0.113.7', user_agent: USER_AGENT, country: 'US', region }
  const { consent: _none, ...event } = sale(order, { person, client })
  return { ...event, ...changes }
}
