/** What the shop's page reports, in a real browser. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTidegate, type Tidegate } from 'tidegate/testing'
import { startShop, type Shop } from '../src/shop.ts'
import { launchBrowser } from './browser.ts'

/** A headless browser says that it is one, and robots are no visitors. */
const ORDINARY = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36'

let tidegate: Tidegate
let shop: Shop
let browser: Browser

beforeAll(async () => {
  tidegate = await startTidegate({ policy: new URL('../policy/policy.yaml', import.meta.url) })
  shop = await startShop(tidegate)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await tidegate?.stop()
})
beforeEach(async () => {
  // What the visit before has sent is still on its way to the platforms that its test did not wait for.
  await tidegate.settled()
  await tidegate.clear()
})

/** Opens the product's page, answers the banner, and waits until the page has sent what it has to send. */
async function visit(answer: 'Accept' | 'Refuse'): Promise<void> {
  const page = await browser.newPage({ userAgent: ORDINARY })
  await page.goto(`${shop.url}/product?ttclid=E.C.P.example`)
  await page.getByRole('button', { name: answer }).click()
  await page.locator('body[data-sent]').waitFor()
  await page.close()
}

test('a visitor who accepts is seen by TikTok, with the click and a public address', async () => {
  await visit('Accept')

  const seen = await tidegate.waitFor('tiktok', ({ event }) => event === 'ViewContent')
  expect(seen.body.user).toMatchObject({ ttclid: 'E.C.P.example', ip: '203.0.113.7' })
  expect(seen.body.properties?.contents).toEqual([{ content_id: 'lamp', content_name: 'Lamp', quantity: 1, price: 39 }])
})

test('a visitor who refuses is seen by nobody', async () => {
  await visit('Refuse')

  await tidegate.settled()
  expect(await tidegate.requests('tiktok')).toEqual([])
  expect(await tidegate.requests('meta')).toEqual([])
  expect(await tidegate.decisions()).toMatchObject([{ event: 'view_item', source: 'browser', status: 'refused' }])
})
