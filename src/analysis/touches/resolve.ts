/**
 * What a session start is resolved to, from the address of its page, the page before and the browser's name. The first fact that says
 * something decides: own short link → ids of a campaign → click id → names of a campaign → referrer → in-app browser. The others
 * only fill what it leaves open. Pure; what comes out holds no address, no click id and nothing that names a person.
 */
import type { CompiledTouchRule } from '../../policy/types.ts'
import type { ResolvedBy, ResolvedTouch, TouchKind } from '../touch.ts'
import { readAddress, type Address } from './address.ts'
import { isClean, readCampaign, type Campaign } from './campaign.ts'
import { isSearchEngine, namesSpark, placeOfNames, tidyName } from './campaign-words.ts'
import { CLICK_IDS, inAppOf, placeOfHost, type Place } from './known-places.ts'
import { isLinkCode, LINK_PARAMETER } from './link.ts'

export interface Arrival {
  /** As it arrived, with all its parameters. */
  readonly url?: string | undefined
  readonly referrer?: string | undefined
  readonly userAgent?: string | undefined
}

export interface TouchRules {
  /** Whether a page of this host (without `www.`) is the site's own: whoever comes from there was there already. */
  readonly isOwnHost: (host: string) => boolean
  /** The policy's, before the built-in ones. */
  readonly rules: readonly CompiledTouchRule[]
}

/** Undefined where it is no entry: the page before was the site's own, and nothing in the address says that anything brought it. */
export function resolveTouch(arrival: Arrival, rules: TouchRules): ResolvedTouch | undefined {
  const facts = factsOf(arrival, rules.isOwnHost)
  const ruled = ofRules(facts, rules.rules)
  if (facts.cameFromWithin && !facts.isTagged && ruled === undefined) return undefined
  const place = ruled ?? withPaid(builtIn(facts), facts)
  const { link, campaign, inApp } = facts
  return {
    source: place.source === '' ? 'unknown' : place.source,
    kind: place.kind,
    by: link === undefined ? place.by : 'link',
    ...(campaign.campaign !== undefined && { campaign: campaign.campaign }),
    ...groupOf(campaign, place),
    ...(campaign.creative !== undefined && { creative: campaign.creative }),
    ...(link !== undefined && { link }),
    ...(campaign.unexpanded && { unexpanded: true as const }),
    ...(inApp !== undefined && { inApp: true as const }),
  }
}

/** Of an ad by a search engine a name in the group's place is what somebody searched for: it is not kept. */
function groupOf({ group, groupIsId }: Campaign, { source }: Place): { readonly group?: string } {
  return group === undefined || (!groupIsId && isSearchEngine(source)) ? {} : { group }
}

interface Facts {
  readonly page: Address | undefined
  readonly link: string | undefined
  readonly campaign: Campaign
  /** The newest first. */
  readonly clicks: readonly Place[]
  /** Of another site. */
  readonly referrer: string | undefined
  readonly inApp: string | undefined
  readonly cameFromWithin: boolean
  /** Something in the address says what brought it. */
  readonly isTagged: boolean
}

function factsOf({ url, referrer, userAgent }: Arrival, isOwnHost: TouchRules['isOwnHost']): Facts {
  const page = readAddress(url)
  const before = readAddress(referrer)?.host
  const cameFromWithin = before !== undefined && isOwnHost(before)
  const code = page?.parameters.get(LINK_PARAMETER)
  const link = code !== undefined && isLinkCode(code) && isClean(code) ? code : undefined
  const campaign = readCampaign(page)
  const clicks = clicksOf(page)
  return {
    page,
    link,
    campaign,
    clicks,
    referrer: cameFromWithin ? undefined : before,
    inApp: inAppOf(userAgent),
    cameFromWithin,
    isTagged: link !== undefined || campaign.isThere || clicks.length > 0,
  }
}

/** A platform puts its id behind what stands there already, and a link is passed on with the older ones in it. */
function clicksOf(page: Address | undefined): readonly Place[] {
  if (page === undefined || page.parameters.size === 0) return []
  return [...page.parameters.keys()].flatMap((name) => CLICK_IDS.get(name) ?? []).toReversed()
}

type Decided = Place & { readonly by: ResolvedBy }

function ofRules(facts: Facts, rules: readonly CompiledTouchRule[]): Decided | undefined {
  const rule = rules.find((one) => fits(one, facts))
  return rule && { source: rule.source, kind: rule.kind, by: decidedBy(rule, facts) }
}

function fits(rule: CompiledTouchRule, { page, campaign, referrer }: Facts): boolean {
  return (
    matches(rule.utmSource, campaign.source) &&
    matches(rule.utmMedium, campaign.medium) &&
    matches(rule.utmCampaign, campaign.name) &&
    (rule.parameter === undefined || page?.parameters.has(rule.parameter) === true) &&
    (rule.referrerHost === undefined || isUnder(referrer, rule.referrerHost.replace(/^www\./, '')))
  )
}

function matches(pattern: string | undefined, text: string | undefined): boolean {
  if (pattern === undefined) return true
  const found = text?.toLowerCase()
  return pattern.endsWith('*') ? found?.startsWith(pattern.slice(0, -1)) === true : found === pattern
}

function isUnder(host: string | undefined, other: string): boolean {
  return host === other || host?.endsWith(`.${other}`) === true
}

function decidedBy(rule: CompiledTouchRule, { campaign }: Facts): ResolvedBy {
  if (campaign.hasIds) return 'utm_id'
  return (rule.utmSource ?? rule.utmMedium ?? rule.utmCampaign ?? rule.parameter) ? 'utm_name' : 'referrer'
}

function builtIn(facts: Facts): Decided {
  return ofIds(facts) ?? ofClick(facts, isProof) ?? ofNames(facts) ?? ofClick(facts, isHint) ?? ofArrival(facts)
}

/** Its platform's number says an ad where no word says another kind. */
function ofIds(facts: Facts): Decided | undefined {
  const { campaign } = facts
  if (!campaign.hasIds) return undefined
  const named = placeOfNames(campaign.source, campaign.medium)
  const source = named === undefined || named.source === '' ? sourceBeside(facts) : named.source
  const kind = campaign.hasPlatformIds && named?.isSaid !== true ? 'ad' : (named?.kind ?? 'unresolved')
  return { source, kind, by: 'utm_id' }
}

/** A click id that its platform gives to clicks on ads, or a mailing's: it says what the click was on. */
function isProof({ kind }: Place): boolean {
  return kind !== 'unresolved' && kind !== 'social'
}

/** One that stands on every link that leads out of the platform: whoever wrote the names knew more. */
function isHint(place: Place): boolean {
  return !isProof(place)
}

function ofClick({ clicks }: Facts, counts: (click: Place) => boolean): Decided | undefined {
  const click = clicks.find(counts)
  return click && { ...click, by: 'click_id' }
}

function ofNames(facts: Facts): Decided | undefined {
  const { source, medium, campaign, creative } = facts.campaign
  if ((source ?? medium ?? campaign ?? creative) === undefined) return undefined
  const named = placeOfNames(source, medium) ?? { source: '', kind: 'unresolved' as const }
  return { source: named.source === '' ? sourceBeside(facts) : named.source, kind: named.kind, by: 'utm_name' }
}

/** Where nobody wrote a source: what the other facts say, in their order. */
function sourceBeside({ clicks, referrer, inApp }: Facts): string {
  const place = referrer === undefined ? undefined : placeOfHost(referrer)
  return clicks[0]?.source ?? (place?.kind === 'direct' ? undefined : place?.source) ?? inApp ?? ''
}

function ofArrival(facts: Facts): Decided {
  const { referrer, inApp, link, campaign } = facts
  if (referrer !== undefined) return { ...(placeOfHost(referrer) ?? referralFrom(referrer)), by: 'referrer' }
  if (inApp !== undefined) return { source: inApp, kind: 'unresolved', by: 'in_app' }
  if (link !== undefined) return { source: 'link', kind: 'unresolved', by: 'link' }
  // Nobody types an address with a macro in it.
  if (campaign.isThere) return { source: 'unknown', kind: 'unresolved', by: 'none' }
  return { source: 'direct', kind: 'direct', by: 'none' }
}

function referralFrom(host: string): Place {
  return { source: isClean(host) ? tidyName(host) : 'unknown', kind: 'referral' }
}

/** A paid click of the same platform makes an ad of whatever the names say; a post that is run as an ad is a Spark. */
function withPaid(place: Decided, { clicks, campaign }: Facts): Decided {
  const isPaid = clicks.some(({ source, kind }) => kind === 'ad' && source === place.source)
  if (!isPaid && place.kind !== 'ad') return place
  const named = placeOfNames(campaign.source, campaign.medium)
  return { ...place, kind: paidKind(named?.source === place.source ? named.kind : place.kind, campaign) }
}

function paidKind(kind: TouchKind, { name, group, creative }: Campaign): TouchKind {
  if (kind === 'spark' || kind === 'creator') return 'spark'
  return namesSpark([name, group, creative]) ? 'spark' : 'ad'
}
