/** A policy as large as one gets, made of the demo's: every event of every recipient has a list of fields of its own. */
import type { Destination } from '../src/destinations/destination.ts'
import type { EventName } from '../src/event/types.ts'
import { policyDigest, type Sha256HexOf } from '../src/policy/digest.ts'
import type { CompiledDestination, CompiledPolicy } from '../src/policy/types.ts'

interface Size {
  readonly events: number
  readonly destinations: number
}

/** As many platforms, in turns; each has a name for every event. */
export function largeRegistry(platforms: readonly Destination[], size: Size): readonly Destination[] {
  const names = namesOf(size)
  return Array.from({ length: size.destinations }, (_, i) => cloneOf(platforms[i % platforms.length], i, names))
}

/** The first is a purchase: what is judged. */
function namesOf({ events }: Size): readonly EventName[] {
  return Array.from({ length: events }, (_, i) => (i === 0 ? 'purchase' : `event_${i}`) as EventName)
}

export function largePolicy(
  small: CompiledPolicy,
  platforms: readonly Destination[],
  size: Size,
  sha256Hex: Sha256HexOf,
): CompiledPolicy {
  const [site] = small.sites
  if (site === undefined) throw new Error('the policy has no site')
  const names = namesOf(size)
  const registry = largeRegistry(platforms, size)
  const fieldSets: Readonly<Record<string, number>>[] = []
  const destinations = registry.map((destination, i): CompiledDestination => {
    const account = site.destinations.find(({ id }) => destination.id.startsWith(id))
    const all = account?.events.purchase === undefined ? undefined : small.fieldSets[account.events.purchase]
    if (account === undefined || all === undefined) throw new Error(`nothing is allowed for ${destination.id}`)
    const events = names.map((name, place) => {
      // Another length for each, but for the purchase: it must cost the same in all of them.
      const fields = Object.entries(all).slice(0, place === 0 ? undefined : -1 - ((place + i) % 20))
      return [name, fieldSets.push(Object.fromEntries(fields)) - 1] as const
    })
    return { ...account, id: destination.id, events: Object.fromEntries(events) }
  })
  const definition = site.document.events.purchase
  if (definition === undefined) throw new Error('the purchase is not planned')
  const document = { ...site.document, events: Object.fromEntries(names.map((name) => [name, definition])) }
  const content = { ...small, fieldSets, sites: [{ ...site, document, destinations }] }
  return { ...content, digest: policyDigest(content, sha256Hex) }
}

function cloneOf(platform: Destination | undefined, index: number, names: readonly EventName[]): Destination {
  if (platform === undefined) throw new Error('there is no platform')
  const events = Object.fromEntries(names.map((name) => [name, platform.events[name] ?? name]))
  return { ...platform, id: `${platform.id}${index}`, events }
}
