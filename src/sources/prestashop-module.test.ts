import { describe, expect, it } from 'vitest'
import { isSigned } from '../auth/webhook-signature.ts'
import module from './prestashop-module.fixture.json'
import { prestashop } from './prestashop.ts'
import { requestWith } from './shop-request.fixture.ts'

// Written by PHP with the module's own code: integrations/prestashop/check/request.php.
const REQUEST = requestWith(module.body, module.headers)

describe('the module for PrestaShop', () => {
  it('signs what it sends', async () => {
    const { entrance } = prestashop
    const proof =
      entrance.by === 'signature' ? entrance.proof(REQUEST, new TextEncoder().encode(module.body)) : undefined
    if (proof?.ok !== true) throw new Error('no proof')
    const key = proof.key('whsec_cHJlc3Rhc2hvcC1tb2R1bGUta2V5LTMyLWJ5dGVzISE=') ?? new Uint8Array()
    expect(await isSigned(proof.message, proof.signatures, [key])).toBe(true)
    expect(proof.late).toBeUndefined()
  })

  it('tells of the sale, its refund, and what the buyer’s browser had at the checkout', () => {
    const reading = prestashop.read(REQUEST)
    if (reading.kind !== 'read') throw new Error('not read')
    const [sale, refund] = reading.events
    expect(sale).toMatchObject({
      event: {
        event_id: 'o-4501',
        occurred_at: '2026-11-20T17:04:12.000Z',
        client: { ip: '203.0.113.7' },
        person: { phone: '0639980001', external_id: '61', country: 'FR' },
        order: { value: 47.4, tax: 7.9, shipping: 4.9, currency: 'EUR', coupon: 'BIENVENUE' },
      },
      identity: { order_key: '4501', aliases: ['name:XKBKNABJK', 'cart:9001'] },
      click: { ttclid: 'E.C.P.demo123' },
      visitor_id: 't1m0cg.5f0c7a2e-9d41-4c1b-8a55-0c8b6f1e2d3c',
    })
    expect(refund?.event).toMatchObject({ event_id: 'r-31', order: { value: 8.5 } })
  })

  it('passes on the cookies of consent tools, and no other', () => {
    const reading = prestashop.read(REQUEST)
    if (reading.kind !== 'read') throw new Error('not read')
    const consent = reading.events[0]?.event['consent']
    expect(consent).toEqual({
      at: '2026-11-20T17:03:15Z',
      source: 'prestashop',
      signals: {
        cookies:
          'cookieyes-consent=consentid:demo,consent:yes,action:yes,necessary:yes,analytics:yes,advertisement:yes',
      },
    })
    expect(module.body).not.toMatch(/session|basket/)
  })
})
