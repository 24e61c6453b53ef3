import { describe, expect, it } from 'vitest'
import { hmacSha256 } from '../auth/webhook-signature.ts'
import { settings } from './shop-request.fixture.ts'
import { tiktokShopApi } from './tiktok-shop-api.ts'

const SHOP = { secrets: ['OLD', 'NEW'], shopId: '7494000000000000001', appKey: '6a1demo', apiToken: 'TOKEN' }
const SEAL = { nowMs: 1_795_316_400_000, hmacSha256 }

function accessTo(
  shop: object = {},
  secrets: Readonly<Record<string, string>> = { NEW: 'tts_app_secret_demo', TOKEN: 't' },
) {
  return tiktokShopApi.access(settings({}, { tiktok_shop: { ...SHOP, ...shop } }), { secret: (name) => secrets[name] })
}

describe('an answer of TikTok Shop with 200', () => {
  // As the API answers when the seven days of a token are over.
  it('is known for a refusal of the token where its code says so', () => {
    const refuses = (code: unknown) =>
      accessTo()?.refuses?.({ text: JSON.stringify({ code, message: 'm', data: null }), header: () => null })
    expect([105_002, 106_001, 0, 36_009_004, '105002'].map(refuses)).toEqual([true, true, false, false, false])
  })
})

describe('a request to TikTok Shop', () => {
  // printf '%s' 'tts_app_secret_demo/order/202309/orders/searchapp_key6a1demopage_size50shop_cipherROW_demosort_fieldupdate_timesort_orderASCtimestamp1795316400{"update_time_ge":1795132800}tts_app_secret_demo' | openssl dgst -sha256 -hmac 'tts_app_secret_demo'
  it('for a page is signed over its path, its parameters by name and its body', async () => {
    const request = accessTo({ shopCipher: 'ROW_demo' })?.first(Date.parse('2026-11-20T00:00:00.900Z'))
    const sealed = await request?.sealed?.(SEAL)
    const { origin, pathname, searchParams } = new URL(sealed?.url ?? '')
    expect(origin + pathname).toBe('https://open-api.tiktokglobalshop.com/order/202309/orders/search')
    expect(Object.fromEntries(searchParams)).toEqual({
      page_size: '50',
      sort_field: 'update_time',
      sort_order: 'ASC',
      app_key: '6a1demo',
      shop_cipher: 'ROW_demo',
      timestamp: '1795316400',
      sign: '6f1c81cd0caf401fa156266d5a3c0a67fc00ce73e0095f1b6cff93fb5a796ad9',
    })
    expect(sealed).toMatchObject({
      method: 'POST',
      body: '{"update_time_ge":1795132800}',
      headers: { 'x-tts-access-token': 't', 'content-type': 'application/json' },
    })
    expect(sealed?.url).not.toContain('tts_app_secret_demo')
  })

  // printf '%s' 'tts_app_secret_demo/order/202309/ordersapp_key6a1demoids576900000000000101timestamp1795316400tts_app_secret_demo' | openssl dgst -sha256 -hmac 'tts_app_secret_demo'
  it('for one order has no body, and no cipher where the policy names none', async () => {
    const sealed = await accessTo()?.one?.('576900000000000101').request.sealed?.(SEAL)
    expect(sealed).not.toHaveProperty('body')
    expect(Object.fromEntries(new URL(sealed?.url ?? '').searchParams)).toEqual({
      ids: '576900000000000101',
      app_key: '6a1demo',
      timestamp: '1795316400',
      sign: '746e49b4c1ce79f768b7423f3505db810abfe44bd15024fd860959e42985b5c6',
    })
  })

  it.each([[{}], [{ NEW: 'tts_app_secret_demo' }], [{ TOKEN: 't' }]])('is not made with %j alone', (secrets) => {
    expect(accessTo({}, secrets)).toBeUndefined()
  })
})

describe('what TikTok Shop answers', () => {
  const answer = (body: unknown) => ({ text: JSON.stringify(body), header: () => null })
  const read = (body: unknown) => {
    const access = accessTo()
    return access?.read(answer(body), access.first(0))
  }

  it('is a page without orders where it names none', () => {
    expect(read({ code: 0, data: { total_count: 0 } })).toEqual({ readings: [] })
  })

  it.each([
    { code: 105_002, message: 'Expired credentials' },
    { code: '0', data: {} },
    { code: 0, data: { orders: 1 } },
  ])('is nothing where it says %j', (body) => {
    expect(read(body)).toBeUndefined()
  })

  it('is another order than the one asked for: none', () => {
    const open = accessTo()
      ?.one?.('1')
      .open(answer({ code: 0, data: { orders: [{ id: '2' }] } }))
    expect(open).toBeUndefined()
  })
})
