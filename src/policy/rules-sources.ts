/** What the orders and the sources of a site say about each other, about the other sites, and about its recipients. */
import { say, sayOfKey, type Findings } from './findings.ts'
import { entriesOf, get, stringsOf, textOf } from './raw.ts'
import { HINT, WRONG } from './sources-words.ts'
import type { Path } from './source.ts'

export function checkSources(findings: Findings, path: Path, site: unknown): void {
  const sources = get(site, 'sources')
  checkCounting(findings, path, get(site, 'orders'))
  if (sources === undefined) return
  if (get(site, 'orders') === undefined)
    sayOfKey(findings, [...path, 'sources'], WRONG.sourcesWithoutOrders, HINT.addOrders)
  for (const [id, source] of entriesOf(sources)) {
    checkWholeKeys(findings, [...path, 'sources', id], id, source)
    checkAnyProof(findings, [...path, 'sources', id], id, source)
    checkNoTokens(findings, [...path, 'sources', id], source)
  }
}

function checkCounting(findings: Findings, path: Path, orders: unknown): void {
  const index = stringsOf(get(orders, 'excluded')).indexOf('unpaid')
  if (index === -1 || textOf(orders, 'purchase_when') !== 'created') return
  say(findings, [...path, 'orders', 'excluded', index], WRONG.unpaidCounts, HINT.dropUnpaid)
}

/** Keys of the shop's API that are of no use alone. */
const BESIDE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  woocommerce: [
    ['api_key', 'api_secret'],
    ['api_secret', 'api_key'],
  ],
  prestashop: [['api_key', 'url']],
  tiktok_shop: [['shop_cipher', 'api_token']],
}

/** Two ways in, either of which may be used alone. */
function checkAnyProof(findings: Findings, path: Path, id: string, source: unknown): void {
  if (id !== 'magento' || ['secrets', 'adobe_clients'].some((key) => get(source, key) !== undefined)) return
  sayOfKey(findings, path, WRONG.noProof)
}

function checkWholeKeys(findings: Findings, path: Path, id: string, source: unknown): void {
  for (const [key, needed] of (Object.hasOwn(BESIDE, id) && BESIDE[id]) || []) {
    if (get(source, key) === undefined || get(source, needed) !== undefined) continue
    sayOfKey(findings, [...path, key], WRONG.halfOfKeys(needed))
  }
}

/** A token goes to its platform with every request. */
function checkNoTokens(findings: Findings, path: Path, source: unknown): void {
  const tokens = new Map(
    entriesOf(get(findings.source.value, 'sites')).flatMap(([, site]) =>
      entriesOf(get(site, 'destinations')).map(([id, one]) => [textOf(one, 'token_secret') ?? '', id] as const),
    ),
  )
  for (const { at, name } of secretsOf(path, source)) {
    const destination = tokens.get(name)
    if (name !== '' && destination !== undefined) say(findings, at, WRONG.tokenOfDestination(name, destination))
  }
}

function secretsOf(path: Path, source: unknown): readonly { readonly at: Path; readonly name: string }[] {
  const listed = ['secrets', 'keys', 'adobe_clients'].flatMap((key) =>
    stringsOf(get(source, key)).map((name, index) => ({ at: [...path, key, index], name })),
  )
  const single = ['api_token', 'api_key', 'api_secret'].map((key) => ({
    at: [...path, key],
    name: textOf(source, key) ?? '',
  }))
  return [...listed, ...single]
}

/**
 * What says whose a request is, over the whole policy: one thing, one site. Keys share a space over all formats: RudderStack's
 * path is Segment's, and a key is all that its sender shows.
 */
const CLAIMED: readonly { readonly space: string; readonly source: string; readonly key: string }[] = [
  { space: 'key', source: 'segment', key: 'keys' },
  { space: 'key', source: 'ga4', key: 'keys' },
  { space: 'key', source: 'zaraz', key: 'keys' },
  { space: 'measurement', source: 'ga4', key: 'measurement_ids' },
  { space: 'adobe', source: 'magento', key: 'adobe_clients' },
  { space: 'meta', source: 'meta_pixel', key: 'ids' },
  { space: 'tiktok', source: 'tiktok_pixel', key: 'codes' },
  { space: 'shopify', source: 'shopify', key: 'shop' },
  { space: 'woocommerce', source: 'woocommerce', key: 'url' },
  { space: 'bigcommerce', source: 'bigcommerce', key: 'store' },
  { space: 'tiktok_shop', source: 'tiktok_shop', key: 'shop_id' },
]

/** Space and value → where it stands already. */
type Owners = Map<string, { readonly site: string; readonly source: string }>

export function checkClaimsOfSources(findings: Findings): void {
  const owners: Owners = new Map()
  for (const [site, block] of entriesOf(get(findings.source.value, 'sites'))) {
    for (const claim of CLAIMED) checkClaim(findings, owners, site, get(get(block, 'sources'), claim.source), claim)
  }
}

function checkClaim(
  findings: Findings,
  owners: Owners,
  site: string,
  block: unknown,
  { space, source, key }: (typeof CLAIMED)[number],
): void {
  const path = ['sites', site, 'sources', source, key]
  const single = textOf(block, key)
  const values = single === undefined ? stringsOf(get(block, key)) : [single]
  for (const [index, value] of values.entries()) {
    if (value === '') continue
    const at = single === undefined ? [...path, index] : path
    const name = `${space} ${value}`
    const owner = owners.get(name)
    // Twice in one list is said by the schema.
    if (owner !== undefined && owner.site !== site) say(findings, at, WRONG.ofAnotherSite(value, owner.site))
    else if (owner !== undefined && owner.source !== source)
      say(findings, at, WRONG.ofAnotherSource(value, owner.source), HINT.ownKey)
    owners.set(name, owner ?? { site, source })
  }
}
