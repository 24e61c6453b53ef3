import { describe, expect, it } from 'vitest'
import { eventNameOf, suggestName } from './names.ts'
import { EVENT_NAMES } from './types.ts'

// Each platform's own spelling, from its documentation; see the tables' sources in names.ts.
const SALE_NAMES = ['purchase', 'Purchase', 'PURCHASE', 'CompletePayment', 'PlaceAnOrder', 'checkout']

describe('event names', () => {
  it('takes every canonical name as it is', () => {
    expect(EVENT_NAMES.map(eventNameOf)).toEqual([...EVENT_NAMES])
  })

  it.each(SALE_NAMES)('reads %s as a purchase', (name) => {
    expect(eventNameOf(name)).toBe('purchase')
  })

  it.each([
    ['SubmitForm', 'generate_lead'],
    ['Lead', 'generate_lead'],
    ['LEAD', 'generate_lead'],
    ['lead', 'generate_lead'],
    ['CompleteRegistration', 'sign_up'],
    ['signup', 'sign_up'],
    ['SignUp', 'sign_up'],
    ['SIGN_UP', 'sign_up'],
    ['Pageview', 'page_view'],
    ['PageView', 'page_view'],
    ['page_visit', 'page_view'],
    ['PAGE_VISIT', 'page_view'],
    ['ViewContent', 'view_item'],
    ['VIEW_CONTENT', 'view_item'],
    ['view_category', 'view_item_list'],
    ['LIST_VIEW', 'view_item_list'],
    ['InitiateCheckout', 'begin_checkout'],
    ['initiate_checkout', 'begin_checkout'],
    ['START_CHECKOUT', 'begin_checkout'],
    ['ADD_CART', 'add_to_cart'],
    ['ADD_BILLING', 'add_payment_info'],
    ['RESERVE', 'schedule'],
  ])('reads %s as %s', (alias, name) => {
    expect(eventNameOf(alias)).toBe(name)
  })

  it('takes an unambiguous name in any case', () => {
    expect([eventNameOf('completepayment'), eventNameOf('ADDTOCART'), eventNameOf('Page_View')]).toEqual([
      'purchase',
      'add_to_cart',
      'page_view',
    ])
  })

  it('does not count another spelling of checkout as a sale, and says what may be meant', () => {
    expect([eventNameOf('Checkout'), eventNameOf('CHECKOUT')]).toEqual([undefined, undefined])
    expect(suggestName('Checkout')).toBe('begin_checkout or purchase')
  })

  it.each(['ClickButton', 'toString', '__proto__', '', 'x'.repeat(1_000_000)])(
    'knows no event for an unrelated name (%#)',
    (name) => {
      expect(eventNameOf(name)).toBeUndefined()
      expect(suggestName(name)).toBeUndefined()
    },
  )

  it.each([
    ['purchse', 'purchase'],
    ['add-to-cart', 'add_to_cart'],
    ['Complete Payment', 'purchase'],
    ['begin_chekout', 'begin_checkout'],
  ])('suggests for %s the canonical name %s', (written, meant) => {
    expect(eventNameOf(written)).toBeUndefined()
    expect(suggestName(written)).toBe(meant)
  })
})
