import { describe, expect, it } from 'vitest'
import { CONTEXT, eventOf, LEDGER, planOf, type Members } from './judge.fixture.ts'
import { judge } from './judge.ts'
import { orderLink } from './order-link.ts'
import { pathShown } from './order-trace.ts'

const withLedger = (options = {}) => {
  const plan = planOf(options)
  return { ...plan, site: { ...plan.site, orders: LEDGER } }
}
const linkOf = (name: string) => orderLink('shop', name, CONTEXT.personKey)
const traceOf = (changes: Members) => judge(eventOf(changes), withLedger(), { ...CONTEXT, via: 'shopify' }).trace

describe('what ties a delivery to its order', () => {
  it('is a link of the order’s id, else of its first alias, else of the event, and who told us', () => {
    expect(traceOf({})).toEqual({ o: linkOf('1001'), w: 'shopify', u: '/thanks' })
    expect(traceOf({ order: { id: '#1001' } })?.o).toBe(linkOf('1001'))
    expect(traceOf({ order: { aliases: ['checkout:7e1f', 'cart:c'] } })?.o).toBe(linkOf('checkout:7e1f'))
    expect(traceOf({ order: undefined })?.o).toBe(linkOf('o-1001'))
  })

  it('has of its money what left in this delivery, and no more', () => {
    const paid = (plan: Parameters<typeof judge>[1]) =>
      judge(eventOf(), plan, CONTEXT).deliveries.map((one) => one.paid)
    expect(paid(withLedger())).toEqual([
      { v: 42.5, c: 'EUR' },
      { v: 42.5, c: 'EUR' },
    ])
    expect(paid(withLedger({ without: 'order.currency' })).filter((one) => one?.c !== undefined)).toEqual([])
  })

  it('is not there without a ledger, nor of anything but sales and refunds', () => {
    expect(judge(eventOf(), planOf(), CONTEXT).trace).toBeUndefined()
    expect(judge(eventOf(), planOf(), CONTEXT).deliveries.every((one) => one.paid === undefined)).toBe(true)
    expect(traceOf({ event: 'view_item' })).toBeUndefined()
    expect(traceOf({ event: 'refund' })?.o).toBe(linkOf('1001'))
  })

  it('is said of a refusal, too', () => {
    expect(judge(eventOf({ consent: undefined }), withLedger(), CONTEXT)).toMatchObject({
      deliveries: [],
      trace: { o: linkOf('1001') },
    })
  })
})

describe('the page of an order', () => {
  it.each([
    ['https://shop.example/thanks?order=1001&email=jane%40x.fr', '/thanks'],
    ['https://shop.example', '/'],
    ['https://shop.example/fr/commande/merci/', '/fr/commande/merci/'],
    ['https://shop.example/checkouts/cn/7e1f0c2a9b8d4e55/thank-you', '/checkouts/cn/*/thank-you'],
    ['https://shop.example/orders/1001', '/orders/*'],
    ['https://shop.example/order/XKBKNABJK', '/order/*'],
    ['https://shop.example/order/aBcDeFgHiJk', '/order/*'],
    ['https://shop.example/account/jane.doe@example.com/done', '/account/*/done'],
    ['https://shop.example/account/jane.doe', '/account/*'],
    ['https://shop.example/account/jane%40example', '/account/*'],
    ['https://shop.example/merci.html', '/merci.html'],
    ['https://shop.example/order-received/727/#k', '/order-received/*/'],
    ['https://shop.example/abcdefghijklmnopqrstuvwxyz/a', '/*/a'],
    [`https://shop.example/${'words/'.repeat(40)}`, `/${'words/'.repeat(40)}`.slice(0, 80)],
    ['merci', undefined],
    ['javascript:alert(1)', undefined],
    [undefined, undefined],
  ])('of %s is %s', (url, path) => {
    expect(pathShown(url)).toBe(path)
  })
})
