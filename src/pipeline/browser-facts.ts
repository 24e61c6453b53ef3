/**
 * What the gateway saw of a browser, put into the event it sent. The connection is believed before the body: a page must
 * not be able to choose the law that applies to its visitor. Pure.
 */
import { clickIdFromPage } from '../destinations/click-id.ts'
import type { CanonicalEvent, Click, Client, ConsentEvidence, Page } from '../event/types.ts'
import { answerTimeBy, timeBy, type DeviceClock } from './device-clock.ts'

interface Facts {
  readonly client: Client
  readonly click: Click
  /** The raw Cookie header, for what speaks of consent in it. */
  readonly cookies?: string
  readonly cookiesUnreadable?: true
  readonly clock?: DeviceClock
}

type Told = Pick<CanonicalEvent, 'client' | 'click' | 'consent'> &
  Partial<Pick<CanonicalEvent, 'page' | 'occurredAtMs'>>

export function withBrowserFacts<Sent extends Told>(event: Sent, facts: Facts): Sent {
  const { country: _country, region: _region, ...said } = event.client ?? {}
  const consent = consentWith(onTime(event.consent, facts.clock), facts)
  return {
    ...event,
    ...(facts.clock !== undefined &&
      event.occurredAtMs !== undefined && { occurredAtMs: timeBy(facts.clock, event.occurredAtMs) }),
    // Country and region come from the connection or are unknown (= opt-in); the rest of the body only fills gaps.
    client: { ...said, ...facts.client },
    click: { ...clickBefore(event.page, facts.click), ...event.click },
    ...(consent !== undefined && { consent }),
  }
}

function onTime(consent: ConsentEvidence | undefined, clock: DeviceClock | undefined): ConsentEvidence | undefined {
  if (clock === undefined || consent?.at === undefined) return consent
  return { ...consent, at: answerTimeBy(clock, consent.at) }
}

/**
 * A click id on the page's address, or on that of the page before it, is newer than the one of the same name in a cookie.
 * Source: TikTok's Events API template for Google Tag Manager, read 2026-11-21.
 */
function clickBefore(page: Page | undefined, click: Click): Click {
  const { ttclid, ...others } = click
  return ttclid === undefined || clickIdFromPage(page, 'ttclid') === undefined ? click : others
}

function consentWith(
  consent: CanonicalEvent['consent'],
  { cookies, cookiesUnreadable }: Facts,
): CanonicalEvent['consent'] {
  if (cookiesUnreadable === true) return { ...consent, malformed: true }
  return cookies === undefined ? consent : { ...consent, signals: { ...consent?.signals, sentCookies: cookies } }
}
