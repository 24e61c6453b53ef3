/** What a change of the sources widens: each one that is new, and each more that one of them takes, is somebody else who may send. */
import { below, compareKeys, keysOf, type Change, type Place, type Rules } from './compare-keys.ts'
import { always, byKeyWidens, moreWidens, opens, type Rule } from './compare-rules.ts'
import type { CompiledSources } from './types.ts'

/** The key of a shop's API: with one the gateway reads orders there, without one it does not. */
const apiRule: Rule = (before, after) => [{ direction: after === undefined ? 'narrows' : 'widens', before, after }]

const SOURCE_RULES: Rules = {
  // Whoever has the new secret can speak for the shop.
  secrets: moreWidens,
  adobeClients: moreWidens,
  keys: moreWidens,
  shop: always('widens'),
  url: always('widens'),
  store: always('widens'),
  shopId: always('widens'),
  appKey: always('widens'),
  shopCipher: always('widens'),
  apiToken: apiRule,
  apiKey: apiRule,
  apiSecret: apiRule,
  webPixel: opens([false, true]),
  pages: opens([undefined, true]),
  measurementIds: moreWidens,
  ids: moreWidens,
  codes: moreWidens,
  // What another tool's category permits decides what may leave.
  categories: byKeyWidens,
  events: byKeyWidens,
}

export function compareSources(before: CompiledSources = {}, after: CompiledSources = {}, place: Place): Change[] {
  return keysOf(before, after).flatMap((source): Change[] => {
    const where = below(place, source)
    const [old, now] = [before[source], after[source]]
    if (old !== undefined && now !== undefined)
      return compareKeys(old, now, SOURCE_RULES, where).map((change) => ofSource(change, source))
    return [
      {
        ...where,
        what: 'source',
        key: source,
        direction: now === undefined ? 'narrows' : 'widens',
        before: old,
        after: now,
      },
    ]
  })
}

/** Other blocks have keys of the same name: the sentences are found by `what`, and say which source (and which of its names). */
function ofSource(change: Change, source: string): Change {
  if (change.what === 'unknown') return change
  return { ...change, what: `source.${change.what}`, key: [source, change.key ?? []].flat().join(': ') }
}
