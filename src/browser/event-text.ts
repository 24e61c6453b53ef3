/** A canonical event as JSON text, as it is at this moment: what the page changes in its objects later does not reach it. */
import { json } from './json.ts'
import { pageReferrer } from './page-views.ts'
import { randomId } from './random-id.ts'
import type { EventData, TrackOptions } from './tag-types.ts'

let person: Readonly<Record<string, unknown>> | undefined

export function identify(given: Readonly<Record<string, unknown>>): void {
  // Throws of what no JSON can hold: else every event from now on would.
  json(given)
  person = given
}

/** `event` comes first: outgoing.ts looks there. */
export function eventText(event: string, data?: EventData | null, options?: TrackOptions | null): string {
  return json({
    event,
    event_id: options?.event_id ?? randomId(),
    occurred_at: options?.occurred_at ?? new Date().toISOString(),
    ...data,
    page: { url: location.href, referrer: pageReferrer, ...data?.page },
    person: { ...person, ...data?.person },
  })
}
