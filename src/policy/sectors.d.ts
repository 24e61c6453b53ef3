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
import { type Sector } from './document.ts'
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
export declare function sectorRule(sectors: readonly Sector[]): SectorRule
/** What a sector took away from what was written, all recipients together. */
export interface Taken {
  readonly fields: Set<string>
  readonly events: Set<EventName>
  readonly parameters: Set<string>
}
/** Whether a parameter of an address stays; what is taken is noted. `clickIds`: in small letters. */
export declare function staysInAddress(
  parameter: string,
  { urlParameters }: SectorRule,
  clickIds: ReadonlySet<string>,
  taken: Taken,
): boolean
/** Each once, in the order of SECTORS. */
export declare function inSectorOrder(sectors: readonly Sector[]): Sector[]
