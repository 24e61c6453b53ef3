/**
 * Events written into the markup: `data-tidegate-event="generate_lead"` on what is clicked, or on a form for when it is sent.
 * `data-tidegate-order-value="30"` fills `order.value`, and so on for order, item, lead and search. Nothing of a person: that would
 * stand in the page's source.
 */
import {
  amount,
  currency,
  id,
  items,
  longText,
  orderOf,
  partsOf,
  quantity,
  searchOf,
  take,
  text,
  type EventParts,
  type Fields,
} from '../sources/parts.ts'
import { guarded } from './guarded.ts'
import type { Tag } from './tag-types.ts'

/** `12,90` too. */
const written = (value: unknown): number | undefined =>
  amount(typeof value === 'string' ? value.replace(',', '.') : value)

const ORDER: Fields = {
  id: ['tidegateOrderId', id],
  value: ['tidegateOrderValue', written],
  tax: ['tidegateOrderTax', written],
  shipping: ['tidegateOrderShipping', written],
  currency: ['tidegateOrderCurrency', currency],
  coupon: ['tidegateOrderCoupon', text],
}

const ITEM: Fields = {
  id: ['tidegateItemId', id],
  name: ['tidegateItemName', longText],
  price: ['tidegateItemPrice', written],
  quantity: ['tidegateItemQuantity', quantity],
  brand: ['tidegateItemBrand', text],
  category: ['tidegateItemCategory', longText],
}

const LEAD: Fields = { id: ['tidegateLeadId', id], type: ['tidegateLeadType', text] }

/** A click on a label is two in one turn: its own, and that of its control. */
let reported: HTMLElement | undefined

function report(event: Event): void {
  // What is clicked, and not only the component in whose shadow it lies.
  const path = event.composedPath() as readonly Partial<HTMLElement>[]
  const element = path.find(({ dataset }) => dataset?.['tidegateEvent'] !== undefined) as HTMLElement | undefined
  // A template may leave it empty. A click into a form does not send it.
  const name = element?.dataset['tidegateEvent']
  if (!element || !name || (event.type === 'submit') !== element instanceof HTMLFormElement) return
  if (element === reported) return
  reported = element
  setTimeout(() => (reported = undefined))
  ;(window.tidegate as Tag).track(name, clickParts(element.dataset))
}

/** What cannot be read is left out, and does not cost the event. */
export function clickParts(attributes: Readonly<Record<string, string | undefined>>): EventParts {
  return partsOf({
    order: orderOf(take(attributes, ORDER), items([attributes], ITEM)),
    lead: take(attributes, LEAD),
    search: searchOf(attributes['tidegateSearchQuery']),
  })
}

/** Before the page's own listeners, which may stop the event. */
export function watchClicks(): void {
  for (const type of ['click', 'submit']) addEventListener(type, guarded(report), true)
}
