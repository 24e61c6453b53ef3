import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../support/browser.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { serveShopPages, shopPage, type ShopPages } from '../support/shop-pages.ts'

let gateway: Gateway, shop: ShopPages, browser: Browser
beforeAll(async () => {
  gateway = await startGateway()
  shop = await serveShopPages({ '/': shopPage(gateway.url, { body: '<p>x</p>' }) })
  browser = await launchBrowser()
})
afterAll(async () => { await browser?.close(); await shop?.close(); await gateway?.stop() })

it('smoke', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.on('console', (m) => console.log('CONSOLE', m.text()))
  page.on('pageerror', (m) => console.log('ERR', m))
  page.on('response', async (r) => console.log(r.request().method(), r.status(), r.url(), r.request().postData()?.slice(0, 600), (await r.text().catch(()=>'')).slice(0,300)))
  await page.route('**/v1/consent*', (route) => route.continue({ postData: JSON.stringify({ visitor_id: 'v', ...JSON.parse(route.request().postData()!) }) }))
  await page.goto(shop.url)
  await page.waitForTimeout(500)
  await page.evaluate(() => {
    const g = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted', analytics_storage: 'granted' };
    (window as any).tidegate.consent({ state: g, at: new Date().toISOString(), source: 'cmp:test' })
    ;(window as any).tidegate.track('purchase', { order: { id: '1', value: 3, currency: 'EUR', items: [{id:'a'}] } })
  })
  await page.waitForTimeout(1000)
  console.log(await page.evaluate(() => JSON.stringify(localStorage)))
  console.log(JSON.stringify(await gateway.platforms.counted('tiktok')))
})
