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
  /**
   * Parameters of addresses that may stay. A site's own hold searched words and articles under any name, and a campaign's are
   * free text, its source and number too: of them only what the platforms made themselves is certain to say nothing.
   */
  readonly urlParameters: 'as_written' | 'click_ids' | 'none'
}

const ARTICLES: readonly string[] = [
  ...CANONICAL_FIELDS.filter((field) => field.startsWith('order.items.')),
  'search.query',
  'lead.type',
]
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
    urlParameters: sectors.length === 0 ? 'as_written' : minors ? 'none' : 'click_ids',
  }
}

/** What a sector took away from what was written, all recipients together. */
export interface Taken {
  readonly fields: Set<string>
  readonly events: Set<EventName>
  readonly parameters: Set<string>
}

/** Whether a parameter of an address stays; what is taken is noted. `clickIds`: in small letters. */
export function staysInAddress(
  parameter: string,
  { urlParameters }: SectorRule,
  clickIds: ReadonlySet<string>,
  taken: Taken,
): boolean {
  const stays =
    urlParameters === 'as_written' || (urlParameters === 'click_ids' && clickIds.has(parameter.toLowerCase()))
  if (!stays) taken.parameters.add(parameter)
  return stays
}

/** Each once, in the order of SECTORS. */
export function inSectorOrder(sectors: readonly Sector[]): Sector[] {
  return SECTORS.filter((sector) => sectors.includes(sector))
}
