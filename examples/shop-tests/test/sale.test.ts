/** What the shop's server reports, and what of it reaches the platforms. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTidegate, type Tidegate } from 'tidegate/testing'
import { startShop, type Order, type Shop } from '../src/shop.ts'

/** printf '%s' 'camille@example.com' | sha256sum */
const EMAIL_HASH = '8d791188e6b46d6d92f8186762f04adbd543d89a918be034d662f446c53b6b85'

let tidegate: Tidegate
let shop: Shop

beforeAll(async () => {
  tidegate = await startTidegate({ policy: new URL('../policy/policy.yaml', import.meta.url) })
  shop = await startShop(tidegate)
})
afterAll(async () => {
  await shop?.close()
  await tidegate?.stop()
})
beforeEach(() => tidegate.clear())

async function order(order: Order): Promise<void> {
  const response = await fetch(`${shop.url}/orders`, { method: 'POST', body: JSON.stringify(order) })
  expect(response.status).toBe(201)
}

test('a sale reaches TikTok and Meta with the e-mail hashed, and nowhere as it was typed', async () => {
  await order({ id: '1001', email: ' Camille@Example.com', value: 39, answer: 'granted' })

  const atTikTok = await tidegate.waitFor('tiktok', ({ event_id }) => event_id === 'sale-1001')
  expect(atTikTok).toMatchObject({ event: 'Purchase', account: 'C4EXAMPLESHOP001', copies: 1 })
  expect(atTikTok.body.user?.email).toBe(EMAIL_HASH)
  expect(atTikTok.body.properties).toMatchObject({ value: 39, currency: 'EUR', order_id: '1001' })

  const atMeta = await tidegate.waitFor('meta', ({ event_id }) => event_id === 'sale-1001')
  expect(atMeta.body.user_data?.em).toEqual([EMAIL_HASH])
  expect(atMeta.body.custom_data).toMatchObject({ value: 39, currency: 'EUR' })

  const sent = JSON.stringify([await tidegate.requests('tiktok'), await tidegate.requests('meta')])
  expect(sent).not.toMatch(/camille/i)
})

test('after a refusal nothing leaves', async () => {
  await order({ id: '1002', email: 'camille@example.com', value: 39, answer: 'denied' })

  await tidegate.settled()
  expect(await tidegate.requests('tiktok')).toEqual([])
  expect(await tidegate.requests('meta')).toEqual([])
  const [decision] = await tidegate.decisions()
  expect(decision).toMatchObject({ event: 'purchase', status: 'refused', reason: 'consent_denied' })
})
