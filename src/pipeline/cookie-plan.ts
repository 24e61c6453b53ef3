/** Which of a destination's cookies a site keeps: worked out once, when the Worker starts. */
import type { Destination, DestinationCookie } from '../destinations/destination.ts'
import type { CompiledDestination, CompiledPolicy, CompiledSite } from '../policy/types.ts'

/** None where the policy sets no cookies; of the others those whose field leaves with some event: what never leaves is not kept. */
export function cookiesKept(
  { fieldSets }: Pick<CompiledPolicy, 'fieldSets'>,
  site: CompiledSite,
  account: CompiledDestination,
  destination: Destination,
): readonly DestinationCookie[] {
  if (site.browser?.cookies === undefined) return []
  const sets = [...new Set(Object.values(account.events))].map((place) => fieldSets[place] ?? {})
  return destination.cookies.filter(({ field }) => sets.some((set) => Object.hasOwn(set, field)))
}
