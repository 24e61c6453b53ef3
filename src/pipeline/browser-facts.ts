/**
 * What the gateway saw of a browser, put into the event it sent. The connection is believed before the body: a page must
 * not be able to choose the law that applies to its visitor. Pure.
 */
import type { CanonicalEvent, Click, Client } from '../event/types.ts'

/** `cookies`: the raw Cookie header, for what speaks of consent in it. */
export function withBrowserFacts(event: CanonicalEvent, facts: { client: Client; click: Click; cookies?: string }): CanonicalEvent {
  const { country: _country, region: _region, ...said } = event.client ?? {}
  const consent = facts.cookies === undefined ? event.consent : withCookies(event.consent, facts.cookies)
  return {
    ...event,
    // Country and region come from the connection or are unknown (= opt-in); the rest of the body only fills gaps.
    client: { ...said, ...facts.client },
    click: { ...facts.click, ...event.click },
    ...(consent !== undefined && { consent }),
  }
}

function withCookies(consent: CanonicalEvent['consent'], cookies: string): CanonicalEvent['consent'] {
  return { ...consent, signals: { ...consent?.signals, cookies } }
}
