/** Reads a request once more that was parked: its sender had shown who it is when it came. */
import type { ParkedRequest } from '../outbox/ledger-asks.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { sources } from '../sources/registry.ts'
import { namesTrial } from './browser-door.ts'
import type { RouteContext } from './events.ts'
import { isSourcePlan, settingsOf } from './source-door.ts'
import { readSafely } from './source-read.ts'
import { settle } from './source-settle.ts'

/** Throws where it could not be tried. */
export async function readParked(
  route: RouteContext,
  plan: SitePlan,
  parked: ParkedRequest,
): Promise<'done' | { readonly parked: string }> {
  const source = sources.find(({ name }) => name === parked.source)
  if (source === undefined || !isSourcePlan(plan)) return { parked: 'source_not_configured' }
  const receivedAtMs = Date.parse(parked.at)
  const url = new URL(parked.url)
  const reading = readSafely(source, {
    method: parked.method,
    url,
    headers: { get: (name) => (Object.hasOwn(parked.headers, name) ? parked.headers[name] : undefined) },
    text: parked.text,
    receivedAtMs,
    settings: settingsOf(plan),
  })
  const end = await settle(
    { route, source, plan, fromPage: false, receivedAtMs, trial: namesTrial(url.searchParams) },
    reading,
  )
  switch (end.kind) {
    case 'parked':
      return { parked: end.code }
    case 'malformed':
      return { parked: 'malformed' }
    case 'unavailable':
    case 'defect':
      throw new Error('nothing could be stored')
    case 'taken':
    case 'duplicate':
    case 'ignored':
    case 'ledger':
    case 'obeyed':
      return 'done'
  }
}
