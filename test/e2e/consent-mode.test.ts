/** Google's consent mode on pages whose consent tool nobody knows: it is heard when it is said, whether or not the person clicked in the page. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Tag } from '../../src/browser/tag-types.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { until } from '../support/running.ts'
import { serveShopPages, shopPage, type ShopPages } from '../support/shop-pages.ts'

let gateway: Gateway
let shop: ShopPages
let browser: Browser
let context: BrowserContext

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']
const all = (word: string): string => JSON.stringify(Object.fromEntries(PURPOSES.map((purpose) => [purpose, word])))

/** Tag Manager keeps the last word on each purpose, and tells whoever listens; its templates set it without a push. */
const TAG_MANAGER = `
  const listeners = [], entries = {}
  window.google_tag_data = { ics: { entries, addListener: (_purposes, listener) => listeners.push(listener) } }
  window.setByTemplate = (update) => {
    for (const purpose of ${JSON.stringify(PURPOSES)}) entries[purpose] = { default: false, update }
    for (const listener of listeners) listener()
  }`

beforeAll(async () => {
  gateway = await startGateway()
  const page = (modules: string, script: string) =>
    shopPage(gateway.url, { attributes: `data-modules="${modules}"`, body: `<script>${script}</script>` })
  const gtag = `window.dataLayer = []; function gtag() { dataLayer.push(arguments) }; gtag('consent', 'default', ${all('denied')})`
  shop = await serveShopPages({
    '/heard': page('consent', gtag),
    '/bridged': page('consent datalayer', gtag),
    '/template': page('consent', TAG_MANAGER),
    '/frozen': page('consent', 'window.dataLayer = Object.freeze([])'),
  })
  browser = await sharedBrowser()
})
afterEach(async () => {
  await context.close()
  await gateway.untilSettled()
  await gateway.platforms.clear()
})
afterAll(async () => {
  await closePages()
  await shop.close()
  await gateway.stop()
})

async function open(path: string): Promise<Page> {
  context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${shop.url}${path}`)
  await page.waitForFunction(() => (window.tidegate as Tag | undefined)?.evidence !== undefined)
  return page
}

const answered = (page: Page) => page.waitForResponse((response) => response.url().includes('/v1/consent'))

async function tiktokGot(): Promise<readonly string[]> {
  await gateway.untilSettled()
  return (await gateway.platforms.counted('tiktok')).map(({ event }) => event)
}

it.each([
  ['/heard', `gtag('consent', 'update', ${all('granted')})`, `gtag('consent', 'update', ${all('denied')})`],
  ['/bridged', `gtag('consent', 'update', ${all('granted')})`, `gtag('consent', 'update', ${all('denied')})`],
  ['/template', 'setByTemplate(true)', 'setByTemplate(false)'],
])(
  'sends after a yes, and nothing more from the moment of a no that no click went before: %s',
  async (path, yes, no) => {
    const page = await open(path)
    await page.waitForTimeout(400)
    expect(await tiktokGot()).toEqual([])
    await page.evaluate(yes)
    await until('the view has come', async () => (await tiktokGot()).length === 1)
    // The gateway's cookies are there, and what they change is heard too.
    await page.waitForTimeout(400)
    const told = answered(page)
    await page.evaluate(`${no}, tidegate.track('contact')`)
    const { decisions } = (await (await told).json()) as { decisions: unknown }
    expect(decisions).toEqual({ meta: 'consent_denied', tiktok: 'consent_denied' })
    await page.waitForTimeout(300)
    expect(await tiktokGot()).toEqual(['Pageview'])
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
  },
)

it('leaves a dataLayer alone that is frozen, and goes on hearing', async () => {
  const page = await open('/frozen')
  const said: string[] = []
  page.on('pageerror', ({ message }) => said.push(message))
  await page.waitForTimeout(400)
  await page.evaluate(`document.cookie = 'klaro=${encodeURIComponent('{"tiktok":true,"meta":true}')}'`)
  await until('the view has come', async () => (await tiktokGot()).length === 1)
  expect(said).toEqual([])
})

it('goes on under an answer of long ago, on a page that has pushed a thousand other things since', async () => {
  const page = await open('/heard')
  await page.evaluate(`gtag('consent', 'update', ${all('granted')})`)
  await until('the view has come', async () => (await tiktokGot()).length === 1)
  await page.evaluate(`for (let count = 0; count < 1000; count++) dataLayer.push({ event: 'scroll' })`)
  await page.mouse.click(5, 5)
  await page.waitForTimeout(500)
  await page.evaluate(`tidegate.track('contact')`)
  await until('the contact has come', async () => (await tiktokGot()).length === 2)
})
