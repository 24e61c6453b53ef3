/** What platforms say (spend, claims), as it stands beside credits: summed to the same rows, never mixed into them. */
import { CREDIT_LEVELS, SPECIAL, type CreditLevel } from './channel-tree.ts'
import type { CreditReading } from './credit-reading.ts'

/** Of one day and one ad, post, Live or creator; the names that are known of it, each level under all names it goes by. */
export interface MediaRow {
  readonly source: string
  /** Which kinds of touch it may bring, the likeliest first. */
  readonly kinds: readonly string[]
  /** Ids and names by which touches may know it. */
  readonly campaign: readonly string[]
  readonly creative: readonly string[]
  /** What people call them. */
  readonly campaignName?: string
  readonly creativeName?: string
  /** In the frame's currency, in minor units; absent: not said. */
  readonly spendMinor?: number
  readonly claimedOrders?: number
  readonly claimedValueMinor?: number
  /** Of every claim. */
  readonly window?: string
}

export interface MediaSum {
  readonly spendMinor?: number
  /** Of the platforms that claim, alone: what their claims may be held against. */
  readonly claimingSpendMinor?: number
  /** Added up over all rows: said only where one platform claims, in one window (claimCells). */
  readonly claimedOrders?: number
  readonly claimedValueMinor?: number
  /** All windows that its claims were made with: more than one, and they are not added up. */
  readonly windows: readonly string[]
  /** All platforms that claim. Two may claim the same order: their claims are not added up either. */
  readonly claimedBy: readonly string[]
}

export interface MediaBeside {
  /** Of each block. */
  readonly ofBlock: readonly MediaSum[]
  /** What no touch was seen of: the way to it, and its sum. */
  readonly alone: readonly { readonly keys: readonly string[]; readonly sum: MediaSum }[]
  readonly total: MediaSum
  /** The whole of each platform that claims. */
  readonly ofSource: ReadonlyMap<string, MediaSum>
}

/** What the campaigns and creatives are called that go by an id: the newest import's word. */
export function callingOf(rows: readonly MediaRow[]): (level: CreditLevel, key: string) => string | undefined {
  const campaigns = new Map<string, string>()
  const creatives = new Map<string, string>()
  for (const { campaign, creative, campaignName, creativeName } of rows) {
    if (campaignName !== undefined) for (const id of campaign) campaigns.set(id, campaignName)
    if (creativeName !== undefined) for (const id of creative) creatives.set(id, creativeName)
  }
  return (level, key) => {
    const name = level === 'campaign' ? campaigns.get(key) : level === 'creative' ? creatives.get(key) : undefined
    return name === key ? undefined : name
  }
}

/** Below campaign and creative nothing is imported: own links have neither spend nor claims. */
export function mediaBeside(
  rows: readonly MediaRow[],
  { blocks = [], placeOf, by }: Pick<CreditReading, 'blocks' | 'placeOf' | 'by'>,
): MediaBeside {
  const depth = CREDIT_LEVELS.indexOf(by) + 1
  const byBlock = blocks.map((): MediaRow[] => [])
  const alone = new Map<string, { keys: readonly string[]; rows: MediaRow[] }>()
  for (const own of alikeRows(rows)) {
    const [row] = own
    const ways = row === undefined ? [] : waysOf(row, depth)
    const block = ways.map((keys) => placeOf.get(keys.join('\n'))).find((place) => place !== undefined)
    const [keys = []] = ways
    const name = keys.join('\n')
    const there = block === undefined ? (alone.get(name)?.rows ?? []) : (byBlock[block] ?? [])
    for (const one of own) there.push(one)
    if (block === undefined) alone.set(name, { keys, rows: there })
  }
  return {
    ofBlock: byBlock.map(mediaSum),
    alone: Array.from(alone.values(), ({ keys, rows: own }) => ({ keys, sum: mediaSum(own) })),
    total: mediaSum(rows),
    ofSource: new Map([...Map.groupBy(rows, ({ source }) => source)].map(([source, own]) => [source, mediaSum(own)])),
  }
}

/** Days of the same ad go the same way. */
function alikeRows(rows: readonly MediaRow[]): readonly (readonly MediaRow[])[] {
  const alike = new Map<string, MediaRow[]>()
  for (const row of rows) {
    const name = `${row.source}\n${row.kinds.join()}\n${row.campaign.join('\t')}\n${row.creative.join('\t')}`
    const same = alike.get(name)
    if (same === undefined) alike.set(name, [row])
    else same.push(row)
  }
  return [...alike.values()]
}

/** Every way under which a touch of it may stand, the likeliest first. */
function waysOf(row: MediaRow, depth: number): readonly (readonly string[])[] {
  const levels = [[row.source], row.kinds, row.campaign, row.creative, []].slice(0, depth)
  return levels.reduce<readonly (readonly string[])[]>(
    (ways, names) => ways.flatMap((way) => (names.length === 0 ? [SPECIAL.none] : names).map((name) => [...way, name])),
    [[]],
  )
}

/** In one pass: there is a row for each ad and day. */
export function mediaSum(rows: readonly MediaRow[]): MediaSum {
  const windows = new Set<string>()
  const claimedBy = new Set<string>()
  const spentBy = new Map<string, number>()
  let [spendMinor, claimedOrders, claimedValueMinor]: (number | undefined)[] = []
  for (const { source, spendMinor: spend, claimedOrders: orders, claimedValueMinor: value, window } of rows) {
    if (spend !== undefined) {
      spendMinor = (spendMinor ?? 0) + spend
      spentBy.set(source, (spentBy.get(source) ?? 0) + spend)
    }
    if (orders !== undefined) claimedOrders = (claimedOrders ?? 0) + orders
    if (value !== undefined) claimedValueMinor = (claimedValueMinor ?? 0) + value
    if (orders === undefined && value === undefined) continue
    windows.add(window ?? 'not_said')
    claimedBy.add(source)
  }
  const ofClaiming = [...claimedBy].flatMap((source) => spentBy.get(source) ?? [])
  return {
    ...(spendMinor !== undefined && { spendMinor }),
    ...(ofClaiming.length > 0 && { claimingSpendMinor: ofClaiming.reduce((sum, spend) => sum + spend, 0) }),
    ...(claimedOrders !== undefined && { claimedOrders }),
    ...(claimedValueMinor !== undefined && { claimedValueMinor }),
    windows: [...windows].toSorted(),
    claimedBy: [...claimedBy].toSorted(),
  }
}

/** Of one platform in one window, or it is no number that anybody claims. */
export function isOneClaim({ windows, claimedBy }: MediaSum): boolean {
  return windows.length === 1 && claimedBy.length === 1
}
