/**
 * Event names: GA4's, which are ours, and the platforms' own names as aliases. Pure tables; nothing is guessed from a
 * name that two platforms use for two things.
 *
 * Left out on purpose, because no canonical event means the same: TikTok `ClickButton` and `ApplicationApproval`,
 * Meta `Donate`, Snap `SAVE` and `LOGIN`, Pinterest `watch_video` and `custom`.
 */
import { once } from './once.ts'
import { EVENT_NAMES, type EventName } from './types.ts'

/** Sources: TikTok, "Supported standard events" and app events; old names from before the 2025 renaming. Read 2026-11-21. */
const TIKTOK: Readonly<Record<string, EventName>> = {
  Pageview: 'page_view',
  ViewContent: 'view_item',
  Search: 'search',
  AddToCart: 'add_to_cart',
  AddToWishlist: 'add_to_wishlist',
  InitiateCheckout: 'begin_checkout',
  AddPaymentInfo: 'add_payment_info',
  Purchase: 'purchase',
  CompletePayment: 'purchase',
  // An order that may still be unpaid. A shop that sends it and CompletePayment gives both the same order id: counted once.
  PlaceAnOrder: 'purchase',
  Lead: 'generate_lead',
  SubmitForm: 'generate_lead',
  GenerateLead: 'generate_lead',
  CompleteRegistration: 'sign_up',
  Registration: 'sign_up',
  Subscribe: 'subscribe',
  StartTrial: 'start_trial',
  Contact: 'contact',
  Schedule: 'schedule',
  SubmitApplication: 'submit_application',
  FindLocation: 'find_location',
  CustomizeProduct: 'customize_product',
  Download: 'download',
}

/** Meta, Conversions API standard events, where they differ from TikTok's. Read 2026-11-21. */
const META: Readonly<Record<string, EventName>> = { PageView: 'page_view' }

/** Pinterest, Conversions API v5 (openapi.json 5.23.0): a finished sale is called `checkout`. Read 2026-11-21. */
const PINTEREST: Readonly<Record<string, EventName>> = {
  page_visit: 'page_view',
  view_content: 'view_item',
  view_category: 'view_item_list',
  initiate_checkout: 'begin_checkout',
  checkout: 'purchase',
  lead: 'generate_lead',
  signup: 'sign_up',
}

/** Snap, Conversions API v3, where upper case is not the only difference from ours. Read 2026-11-21. */
const SNAP: Readonly<Record<string, EventName>> = {
  VIEW_CONTENT: 'view_item',
  LIST_VIEW: 'view_item_list',
  ADD_CART: 'add_to_cart',
  START_CHECKOUT: 'begin_checkout',
  ADD_BILLING: 'add_payment_info',
  RESERVE: 'schedule',
}

/** Reddit, Conversions API v2 and v3. Read 2026-11-21. */
const REDDIT: Readonly<Record<string, EventName>> = { PageVisit: 'page_view', SignUp: 'sign_up', LEAD: 'generate_lead' }

/**
 * Taken only exactly as written above. Pinterest's `checkout` is a sale, TikTok's app event `Checkout` is the start of
 * one: another spelling tells neither, so `Checkout` and `CHECKOUT` are refused rather than counted as a sale.
 */
const AMBIGUOUS = new Map([['checkout', 'begin_checkout or purchase']])

const EXACT: ReadonlyMap<string, EventName> = new Map<string, EventName>([
  ...EVENT_NAMES.map((name): [string, EventName] => [name, name]),
  ...[TIKTOK, META, PINTEREST, SNAP, REDDIT].flatMap((table) => Object.entries(table)),
])

const ANY_CASE: ReadonlyMap<string, EventName> = new Map(
  [...EXACT]
    .map(([alias, name]): [string, EventName] => [alias.toLowerCase(), name])
    .filter(([key]) => !AMBIGUOUS.has(key)),
)

/** The longest name that is looked at. */
export const MAX_NAME_LENGTH = 64

/** The canonical event for a name as a caller or a platform writes it; undefined where it is unknown or ambiguous. */
export function eventNameOf(name: string): EventName | undefined {
  const exact = EXACT.get(name)
  if (exact !== undefined || name.length > MAX_NAME_LENGTH) return exact
  return ANY_CASE.get(name.toLowerCase())
}

/** Names that may have been meant, in our own words: nothing of the caller's text comes back. */
export function suggestName(name: string): string | undefined {
  if (name.length > MAX_NAME_LENGTH) return undefined
  return AMBIGUOUS.get(name.toLowerCase()) ?? closestName(lettersOf(name))
}

/** Typing mistakes beyond this are another word. */
const MAX_DISTANCE = 3

const byLetters = once(
  (): ReadonlyMap<string, EventName> =>
    new Map([...ANY_CASE].map(([alias, name]): [string, EventName] => [lettersOf(alias), name])),
)

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '')
}

function closestName(letters: string): EventName | undefined {
  const allowed = Math.min(MAX_DISTANCE, Math.floor(letters.length / 3))
  let best: EventName | undefined
  let bestDistance = allowed + 1
  for (const [candidate, name] of byLetters()) {
    if (Math.abs(candidate.length - letters.length) >= bestDistance) continue
    const distance = editDistance(candidate, letters)
    if (distance < bestDistance) [best, bestDistance] = [name, distance]
  }
  return best
}

/** Levenshtein distance, one row at a time. Both texts are short: the caller sees to it. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
