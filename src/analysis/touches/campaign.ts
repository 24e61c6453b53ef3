/** The parameters of a campaign: ids before names, macros that nobody filled in, and no value that names a person. */
import { once } from '../../event/once.ts'
import { detectPersonalData } from '../../privacy/detect.ts'
import type { Address } from './address.ts'

export interface Campaign {
  /** Any of it was in the address, filled in or not. */
  readonly isThere: boolean
  /** As written, where it is filled in and names nobody. */
  readonly source?: string | undefined
  readonly medium?: string | undefined
  readonly name?: string | undefined
  /** An id where there is one, else the name. */
  readonly campaign?: string | undefined
  readonly group?: string | undefined
  /** What `utm_term` says: a search ad writes the searched words there. */
  readonly groupIsId: boolean
  readonly creative?: string | undefined
  /** At least one of the three is an id. */
  readonly hasIds: boolean
  /** One of them is a number as platforms give. */
  readonly hasPlatformIds: boolean
  readonly unexpanded: boolean
}

const NO_CAMPAIGN: Campaign = {
  isThere: false,
  groupIsId: false,
  hasIds: false,
  hasPlatformIds: false,
  unexpanded: false,
}

/** Parameters of one part, ids first. In TikTok's words AID is the ad group and CID the ad. */
const IDS = {
  campaign: ['utm_id', 'campaign_id'],
  group: ['adgroup_id', 'adset_id'],
  creative: ['ad_id'],
} as const
const NAMES = { campaign: 'utm_campaign', group: 'utm_term', creative: 'utm_content' } as const

const PARAMETERS: readonly string[] = [
  'utm_source',
  'utm_medium',
  ...Object.values(NAMES),
  ...Object.values(IDS).flat(),
]

export function readCampaign(page: Address | undefined): Campaign {
  if (page === undefined || page.parameters.size === 0 || isShareUrl(page)) return NO_CAMPAIGN
  const written = PARAMETERS.flatMap((name): [string, string][] => {
    const value = page.parameters.get(name)
    return value === undefined ? [] : [[name, value]]
  })
  if (written.length === 0) return NO_CAMPAIGN
  const filled = written.filter(([, value]) => !isMacro(value))
  const values = new Map(cleanOf(filled))
  const [campaign, group, creative] = (['campaign', 'group', 'creative'] as const).map((part) => partOf(part, values))
  return {
    isThere: written.some(([name]) => name.startsWith('utm_')) || [campaign, group, creative].some((one) => one?.isId),
    source: values.get('utm_source'),
    medium: values.get('utm_medium'),
    name: values.get('utm_campaign'),
    campaign: campaign?.text,
    group: group?.text,
    groupIsId: group?.isId === true,
    creative: creative?.text,
    hasIds: [campaign, group, creative].some((one) => one?.isId === true),
    hasPlatformIds: [campaign, group, creative].some((one) => one?.isId === true && PLATFORM_ID.test(one.text)),
    unexpanded: filled.length < written.length,
  }
}

/** What TikTok's API writes into the link of a post says nothing of a campaign of ours. */
function isShareUrl({ parameters }: Address): boolean {
  return parameters.get('utm_campaign') === 'tt4d_open_api'
}

/** `__CID__` (TikTok), `{{ad.id}}` (Meta, Snapchat), `{campaignid}` (Google, Pinterest, Microsoft), `%%ID%%`: as they stand in a link. */
const MACRO = /__[A-Z][A-Z0-9_]*__|\{\{[^{}]*\}\}|^\{[A-Za-z_:.]+\}$|^%%[A-Za-z_:.]+%%$/

export function isMacro(value: string): boolean {
  return MACRO.test(value)
}

interface Part {
  readonly text: string
  readonly isId: boolean
}

/** Platforms number what they sell with eight digits or more, and never begin with a zero, as telephones do. */
const PLATFORM_ID = /^[1-9]\d{7,19}$/
/** A number of the site's own in `utm_id`. */
const OWN_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$/

function partOf(part: keyof typeof NAMES, values: ReadonlyMap<string, string>): Part | undefined {
  for (const name of IDS[part]) {
    const value = values.get(name)
    if (value !== undefined && (PLATFORM_ID.test(value) || (name === 'utm_id' && OWN_ID.test(value))))
      return { text: value, isId: true }
  }
  const value = values.get(NAMES[part])
  return value === undefined ? undefined : { text: value, isId: PLATFORM_ID.test(value) }
}

const MOST_CHARACTERS = 80

/** Each value looked at alone; one with an at sign beside each other, too: an address may be spread over two. */
function cleanOf(values: readonly [string, string][]): readonly [string, string][] {
  const clean = values.filter(([, value]) => isClean(value))
  const isWhole = ([name, value]: [string, string]) =>
    !value.includes('@') ||
    clean.every(([other, text]) => other === name || (isClean(text + value) && isClean(value + text)))
  return clean.filter(isWhole).map(([name, value]) => [name, printable(value)])
}

/** Fourteen digits and more are a platform's number or a card's, which are told apart; fewer may be a telephone's. */
export function isClean(value: string): boolean {
  return detectPersonalData(value, /^\d{14,20}$/.test(value) ? 'id' : 'text').length === 0
}

const unprintable = once(() => /\p{C}+/gu)

function printable(value: string): string {
  return value.replace(unprintable(), ' ').slice(0, MOST_CHARACTERS).trim()
}
