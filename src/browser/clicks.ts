/**
 * Events written into the markup: `data-tidegate-event="generate_lead"` on what is clicked, or on a form for when it is sent.
 * `data-tidegate-order-value="30"` fills `order.value`, and so on for order, item, lead and search. Nothing of a person: that would
 * stand in the page's source.
 */
import { guarded } from './guarded.ts'
import type { Tag } from './tag-types.ts'

function report(event: Event): void {
  const element = (event.target as Element).closest<HTMLElement>('[data-tidegate-event]')
  // A click into a form does not send it.
  if (!element || (event.type === 'submit') !== (element.tagName === 'FORM')) return
  const { tidegateEvent = '', ...attributes } = element.dataset
  ;(window.tidegate as Tag).track(tidegateEvent, dataOf(attributes))
}

type Members = Record<string, unknown>

function dataOf(attributes: DOMStringMap): Members {
  const parts: Record<string, Members> = {}
  for (const [name, value = ''] of Object.entries(attributes)) {
    const [, part, field] = /^tidegate(Order|Item|Lead|Search)([A-Z][a-z]+)$/.exec(name) ?? []
    if (part === undefined || field === undefined) continue
    const members = (parts[part.toLowerCase()] ??= {})
    members[field.toLowerCase()] = AMOUNTS.test(field) ? amountOf(value) : value
  }
  const { item, ...data } = parts
  return item === undefined ? data : { ...data, order: { ...data['order'], items: [item] } }
}

const AMOUNTS = /^(?:Value|Tax|Shipping|Price|Quantity)$/

/** `12,90` too. What is no number is left out, and so is nothing at all: an event without a value is worth more than none. */
function amountOf(text: string): number | undefined {
  const amount = text.trim().replace(',', '.')
  return /^\d+(?:\.\d+)?$/.test(amount) ? Number(amount) : undefined
}

/** Before the page's own listeners, which may stop the event. */
export function watchClicks(): void {
  for (const type of ['click', 'submit']) addEventListener(type, guarded(report), true)
}
