import { describe, expect, it } from 'vitest'
import { isSigned } from '../auth/webhook-signature.ts'
import module from './magento-module.fixture.json'
import { magento } from './magento.ts'
import { requestWith } from './shop-request.fixture.ts'

// Written by PHP with the module's own code: integrations/magento/check/request.php.
const REQUEST = requestWith(module.body, module.headers)

describe('the module for Magento', () => {
  it('signs what it sends', async () => {
    const { entrance } = magento
    const proof =
      entrance.by === 'signature' ? entrance.proof(REQUEST, new TextEncoder().encode(module.body)) : undefined
    if (proof?.ok !== true) throw new Error('no proof')
    const key = proof.key('whsec_cHJlc3Rhc2hvcC1tb2R1bGUta2V5LTMyLWJ5dGVzISE=') ?? new Uint8Array()
    expect(await isSigned(proof.message, proof.signatures, [key])).toBe(true)
  })

  it('tells of the sale, its refund and its consent, and of nothing that is not asked for', () => {
    const reading = magento.read(REQUEST)
    if (reading.kind !== 'read') throw new Error('not read')
    const [sale, refund] = reading.events
    expect(sale).toMatchObject({
      event: {
        event_id: 'o-000000123',
        person: { email: 'camille.exemple@example.com', phone: '0639980001', last_name: 'Exemple', country: 'FR' },
        // 38.75 − 4.00 + 0.67 + 7.08 for the cream, 4.90 to send it.
        order: { value: 47.4, shipping: 4.9, items: [{ id: 'AR-CREME-50', quantity: 1, price: 42.5 }] },
        consent: {
          at: '2026-11-20T17:03:15Z',
          signals: { cookies: expect.stringMatching(/^cookieyes-consent=[^;]*$/) },
        },
      },
      click: { ttclid: 'E.C.P.demo123' },
    })
    expect(refund?.event).toMatchObject({ event_id: 'r-000000009', order: { value: 8.5 } })
    expect(module.body).not.toMatch(/secret|private|session/)
  })
})
