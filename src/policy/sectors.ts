/**
 * What a kind of business must not send to advertising platforms, taken away when the policy is compiled.
 *
 * TikTok Business Products (Data) Terms, 2.8: nothing from or about children, no health or financial information, no other
 * sensitive information, "that you know or ought reasonably to know". TikTok's notices of such data also look at page
 * addresses and UTM parameters. Meta Commercial Terms, Data Restrictions: nothing from or about children under 13, no
 * health, financial, biometric or similarly sensitive information; for domains that it places in such a category it cuts
 * what follows the domain in addresses. All read 2026-11-22. Race, origin and sexuality are sensitive too (GDPR Art. 9):
 * no sector stands for them, as no shop sells them; write `health` or `adult` where the articles tell of them.
 *
 * What an article is tells of its buyer, in every word for it: name, brand, category, article number (it resolves to the
 * name in the catalogue or the shop), price (the price list does), searched words, the path of an address. The order's value,
 * currency and number tell how much and not of what.
 */
import type { EventName } from '../event/types.ts'
import { SECTORS, type Sector } from './document.ts'
import { CANONICAL_FIELDS } from './fields.ts'

export interface SectorRule {
  /** Taken from all events. */
  readonly fields: ReadonlySet<string>
  /** Taken whole: that it happened is the sensitive fact. */
  readonly events: ReadonlySet<EventName>
  /** Parameters of addresses, in small letters: free text of campaigns, articles. All: nothing stays. */
  readonly urlParameters: ReadonlySet<string> | 'all'
}

const ARTICLES: readonly string[] = [
  ...CANONICAL_FIELDS.filter((field) => field.startsWith('order.items.')),
  'search.query',
  'lead.type',
]
/** Source, medium and campaign number stay: they name the advertisement's place, not what it is for. */
const CAMPAIGN_WORDS: readonly string[] = ['utm_campaign', 'utm_content', 'utm_term', 'variant', 'sku']

/** Of a child nothing may be known at all: neither the person, nor the device, nor the click, nor the order. */
const CHILD: readonly string[] = [
  ...CANONICAL_FIELDS.filter((field) => /^(?:person|client|click)\./.test(field)),
  'order.id',
  'lead.id',
]

/** To join, to follow or to ask to be called is to take sides (GDPR Art. 9: opinions, beliefs, union membership). */
const JOINING: readonly EventName[] = [
  'sign_up',
  'subscribe',
  'start_trial',
  'generate_lead',
  'submit_application',
  'contact',
]

const EVENTS_OF: Readonly<Record<Sector, readonly EventName[]>> = {
  // An appointment, a request or an application to whoever treats an illness says that somebody has it.
  health: ['schedule', 'generate_lead', 'submit_application', 'contact'],
  // An application for credit or for an account is financial information, and so is a means of payment at a bank.
  finance: ['submit_application', 'generate_lead', 'add_payment_info', 'schedule'],
  minors: [],
  adult: [],
  politics: JOINING,
  religion: JOINING,
  unions: JOINING,
}

export function sectorRule(sectors: readonly Sector[]): SectorRule {
  const minors = sectors.includes('minors')
  return {
    fields: new Set(sectors.length === 0 ? [] : [...ARTICLES, ...(minors ? CHILD : [])]),
    events: new Set(sectors.flatMap((sector) => EVENTS_OF[sector])),
    urlParameters: minors ? 'all' : new Set(sectors.length === 0 ? [] : CAMPAIGN_WORDS),
  }
}

/** What a sector took away from what was written, all recipients together. */
export interface Taken {
  readonly fields: Set<string>
  readonly events: Set<EventName>
  readonly urlParameters: Set<string>
}

/** Each once, in the order of SECTORS. */
export function inSectorOrder(sectors: readonly Sector[]): Sector[] {
  return SECTORS.filter((sector) => sectors.includes(sector))
}
