/** A page that the browser loads and runs before anybody looks at it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { until } from '../support/running.ts'
import { serveShopPages, shopPage, type ShopPages } from '../support/shop-pages.ts'
import { openUndriven } from '../support/undriven-browser.ts'

let gateway: Gateway
let shop: ShopPages
let closeBrowser: () => Promise<void>

beforeAll(async () => {
  gateway = await startGateway()
  const body = `<script>${RUN_EARLY}</script>`
  const product = shopPage(gateway.url, { attributes: 'data-modules=""', body })
  shop = await serveShopPages({ '/list': LIST, '/product': product })
  closeBrowser = await openUndriven(`${shop.url}/list`)
})
afterAll(async () => {
  await closeBrowser?.()
  await shop?.close()
  await gateway?.stop()
})

const LOOKED_AT_AFTER_MS = 2_000
/** Has /product made ready, and looks at it some time after its script has run. */
const LIST = `<!doctype html><title>No tag</title>
  <script type="speculationrules">{ "prerender": [{ "urls": ["/product"], "eagerness": "immediate" }] }</script>
  <script>
    const looking = setInterval(() => {
      if (localStorage.hasRun === undefined) return
      clearInterval(looking)
      setTimeout(() => (location.href = '/product'), ${LOOKED_AT_AFTER_MS})
    }, 50)
  </script>`

const GRANTED = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }
/** The name of its event says when it ran, and whether anybody was looking. */
const RUN_EARLY = `
  localStorage.hasRun = true
  const event_id = (document.prerendering ? 'ahead' : 'seen') + '-' + Date.now()
  window.tidegate = [
    ['consent', { state: ${JSON.stringify(GRANTED)}, at: new Date().toISOString(), source: 'cmp:test' }],
    ['track', 'add_to_cart', { order: { items: [{ id: 'sku-7' }] } }, { event_id }],
  ]`

it('is viewed once, at the time at which somebody looks at it', async () => {
  await until('both events are there', async () => (await gateway.platforms.counted('tiktok')).length > 1)
  await gateway.untilSettled()
  const events = await gateway.platforms.counted('tiktok')
  expect(events.map(({ event }) => event).toSorted()).toEqual(['AddToCart', 'Pageview'])
  const [way, ranAt] = String(events.find(({ event }) => event === 'AddToCart')?.event_id).split('-')
  expect(way).toBe('ahead')
  // Whole seconds arrive.
  const earliest = Number(ranAt) + LOOKED_AT_AFTER_MS - 1_000
  for (const { event_time } of events) expect(Number(event_time) * 1_000).toBeGreaterThan(earliest)
})
