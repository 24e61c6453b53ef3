/**
 * What the gateway saw of a browser, put into the event it sent. The connection is believed before the body: a page must
 * not be able to choose the law that applies to its visitor. Pure.
 */
import type { CanonicalEvent, Click, Client } from '../event/types.ts'

interface Facts {
  readonly client: Client
  readonly click: Click
  /** The raw Cookie header, for what speaks of consent in it. */
  readonly cookies?: string
  readonly cookiesUnreadable?: true
}

type Told = Pick<CanonicalEvent, 'client' | 'click' | 'consent'>

export function withBrowserFacts<Sent extends Told>(event: Sent, facts: Facts): Sent {
  const { country: _country, region: _region, ...said } = event.client ?? {}
  const consent = consentWith(event.consent, facts)
  return {
    ...event,
    // Country and region come from the connection or are unknown (= opt-in); the rest of the body only fills gaps.
    client: { ...said, ...facts.client },
    click: { ...facts.click, ...event.click },
    ...(consent !== undefined && { consent }),
  }
}

function consentWith(
  consent: CanonicalEvent['consent'],
  { cookies, cookiesUnreadable }: Facts,
): CanonicalEvent['consent'] {
  if (cookiesUnreadable === true) return { ...consent, malformed: true }
  return cookies === undefined ? consent : { ...consent, signals: { ...consent?.signals, sentCookies: cookies } }
}
