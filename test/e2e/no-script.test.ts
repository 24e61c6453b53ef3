/** Pages that run no script, and pages that nobody has opened yet, as a real browser shows them to the gateway. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { until } from '../support/running.ts'
import { serveShopPages, type ShopPages } from '../support/shop-pages.ts'

let gateway: Gateway
let shop: ShopPages
let browser: Browser
beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([
    startGateway({ TIDEGATE_COUNTRY_HEADER: 'x-visitor-country' }),
    sharedBrowser(),
  ])
  const dot = `<img src="${gateway.url}/p.gif" width="1" height="1" alt="">`
  const whole = dot.replace('<img', '<img referrerpolicy="no-referrer-when-downgrade"')
  const ahead = `<link rel="prefetch" href="${gateway.url}/p.gif?ahead">`
  shop = await serveShopPages({
    '/savons': `<!doctype html><title>Savons</title><noscript>${dot}</noscript>`,
    '/savons/lavande': `<!doctype html><title>Lavande</title><noscript>${whole}</noscript>`,
    '/ahead': `<!doctype html><title>Ahead</title>${ahead}`,
  })
})
beforeEach(() => gateway.platforms.clear())
afterAll(async () => {
  await Promise.all([closePages(), shop.close()])
  await gateway.stop()
})

/** Where the law asks for no consent, so that what comes of a view rests on the picture alone. */
async function visit(path: string, javaScriptEnabled: boolean): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled, extraHTTPHeaders: { 'x-visitor-country': 'US' } })
  const page = await context.newPage()
  const picture = page.waitForResponse((response) => response.url().includes('/p.gif'))
  await page.goto(`${shop.url}${path}`)
  expect((await picture).status()).toBe(200)
  await context.close()
}

async function pagesSeen(): Promise<readonly unknown[]> {
  await gateway.untilSettled()
  return (await gateway.platforms.counted('tiktok')).map(
    ({ payload }) => (payload as { page?: { url?: string } }).page?.url,
  )
}

it('a page without a script is viewed once, by the address that the browser gives away', async () => {
  await visit('/savons', false)
  // Other hosts are told the origin alone (Referrer Policy, strict-origin-when-cross-origin), unless the picture asks for more.
  await visit('/savons/lavande', false)
  expect(await pagesSeen()).toEqual([`${shop.url}/`, `${shop.url}/savons/lavande`])
})

it('what a browser fetches ahead is no view', async () => {
  await visit('/ahead', true)
  await until('it is counted', async () => (await gateway.metric('tidegate_automated_events_total', 'prefetch')) === 1)
  expect(await pagesSeen()).toEqual([])
})
