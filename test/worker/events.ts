/**
 * Valid events about people who do not exist: example.com belongs to nobody (RFC 2606), 06 39 98 00 00 to
 * 06 39 98 99 99 is kept for fiction by the French numbering plan (Arcep), 203.0.113.0/24 for documents (RFC 5737).
 */

export type Members = Record<string, unknown>

export const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']

export function consent(answer: 'granted' | 'denied'): Members {
  return { state: Object.fromEntries(PURPOSES.map((purpose) => [purpose, answer])), at: new Date().toISOString() }
}

/** A purchase of 42.50 EUR with consent; `id` is both its order and its event id. `changes` replaces whole members. */
export function sale(id: string, changes: Members = {}): Members {
  return {
    event: 'purchase',
    event_id: id,
    occurred_at: new Date().toISOString(),
    page: { url: 'https://www.atelier-rivage.example/merci', referrer: 'https://www.tiktok.com/' },
    client: { ip: '203.0.113.7', user_agent: USER_AGENT, country: 'FR' },
    person: { email: 'camille.durand@example.com', phone: '06 39 98 12 34', external_id: 'c-77' },
    order: { id, value: 42.5, currency: 'EUR', items: [{ id: 'ar-savon', quantity: 5, price: 8.5 }] },
    consent: consent('granted'),
    ...changes,
  }
}

export function sales(count: number, prefix: string): Members[] {
  return Array.from({ length: count }, (_, index) => sale(`${prefix}-${index}`))
}
