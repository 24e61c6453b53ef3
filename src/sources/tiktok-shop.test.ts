import { describe, expect, it } from 'vitest'
import { isSigned } from '../auth/webhook-signature.ts'
import { bodyOf, requestWith, settings } from './shop-request.fixture.ts'
import { readTikTokShopOrder, tiktokShop } from './tiktok-shop.ts'

const SHOP = { secrets: ['TIKTOK_SHOP_SECRET'], shopId: '7494000000000000001', appKey: '6a1demo' }
const SITE = settings({}, { tiktok_shop: SHOP })
const WEBHOOK = bodyOf('tiktokshop-tampered')

function answer(change: object) {
  return tiktokShop.read(requestWith(JSON.stringify({ ...WEBHOOK, ...change }), {}, SITE))
}

describe('a webhook of TikTok Shop', () => {
  it.each([1, 2, 12])('of type %d has the order read', (type) => {
    expect(answer({ type })).toEqual({
      kind: 'fetch',
      source: 'tiktok_shop',
      resource: 'order',
      order_id: '576900000000000101',
    })
  })

  it.each([
    [{ type: 5 }, { kind: 'read', events: [], ledger: [], ignored: 'not_an_event' }],
    [{ type: 6 }, { kind: 'command', command: { kind: 'uninstalled', shop: SHOP.shopId } }],
    [{ shop_id: '7494000000000000002' }, { kind: 'parked', code: 'wrong_shop' }],
    [{ data: {} }, { kind: 'parked', code: 'incomplete', paths: ['data.order_id'] }],
  ])('with %j is no order', (change, expected) => {
    expect(answer(change)).toEqual(expected)
  })

  // printf '%s' '6a1demo{"type":1}' | openssl dgst -sha256 -hmac 'tts_app_secret_demo'
  it('is signed over the app’s key and the body', async () => {
    const authorization = 'd64d9a1ce97ad19a3b1cb21d2ac57801b800af9bb88b678ea4736deb0493d18c'
    const body = new TextEncoder().encode('{"type":1}')
    const proof =
      tiktokShop.entrance.by === 'signature'
        ? tiktokShop.entrance.proof(requestWith('{"type":1}', { authorization }, SITE), body)
        : undefined
    if (proof?.ok !== true) throw new Error('no proof')
    const key = proof.key('tts_app_secret_demo') ?? new Uint8Array()
    expect(await isSigned(proof.message, proof.signatures, [key])).toBe(true)
  })
})

describe('an order of TikTok Shop', () => {
  const ORDER = {
    id: '576900000000000101',
    status: 'AWAITING_SHIPMENT',
    create_time: 1_795_194_200,
    paid_time: 1_795_194_251,
    update_time: 1_795_194_260,
    buyer_email: 'v4b8@scs.tiktokw.us',
    payment: {
      currency: 'EUR',
      total_amount: '20.90',
      platform_discount: '3.00',
      payment_platform_discount: '0',
      shipping_fee: '4.90',
      tax: '3.48',
    },
  }

  it('is a line of the ledger, with what the platform pays of it, and never an event', () => {
    expect(readTikTokShopOrder(ORDER, SITE)).toEqual({
      kind: 'read',
      events: [],
      ignored: 'channel_marketplace',
      ledger: [
        {
          order_id: '576900000000000101',
          source: 'tiktok_shop',
          at: '2026-11-20T17:04:11.000Z',
          updated_at: '2026-11-20T17:04:20.000Z',
          channel: 'marketplace',
          payment: 'paid',
          money: { total: '20.9', currency: 'EUR', tax: '3.48', shipping: '4.9' },
          merchant_total: '23.9',
        },
      ],
    })
  })

  it.each([{ is_sample_order: true }, { is_replacement_order: true }])('%j is no sale at all', (free) => {
    expect(readTikTokShopOrder({ ...ORDER, ...free }, SITE)).toMatchObject({
      events: [],
      ignored: 'sample_or_replacement',
      ledger: [{ channel: 'sample' }],
    })
  })

  it('names nobody: its e-mail is the platform’s own', () => {
    expect(JSON.stringify(readTikTokShopOrder(ORDER, SITE))).not.toContain('tiktokw')
  })
})
