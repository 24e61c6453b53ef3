/** Where silence permits, in a real browser: the browser's own objection and the IAB's GPP stop what would have left; and no pixel's grant opens what a banner has closed. */
import { build } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Tag } from '../../src/browser/tag-types.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { ROOT, until } from '../support/running.ts'
import { serveShopPages, shopPage, type ShopPages } from '../support/shop-pages.ts'

let gateway: Gateway
let shop: ShopPages
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  // One header that a browser sends by itself: a language of two letters stands for the country.
  gateway = await startGateway({ TIDEGATE_COUNTRY_HEADER: 'accept-language' })
  const page = (modules: string, body: string) =>
    shopPage(gateway.url, { attributes: `data-modules="${modules}"`, body })
  shop = await serveShopPages({
    '/quiet': page('consent', ''),
    '/gpp': page('consent', `<script>${GPP_STUB}</script><script src="/gpp.js" defer></script>`),
    '/gpp.js': { body: await gppLibrary(), headers: { 'content-type': 'text/javascript' } },
    '/pixels': page('consent ttq fbq', ''),
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

/** "GPP CMP API 1.1", the stub: it keeps the calls until the library has come. */
const GPP_STUB = `
  const events = [], queue = []
  window.__gpp = (...args) => {
    if (args.length === 0) return queue
    if (args[0] === 'events') return events
    const [command, callback, parameter] = args
    if (command !== 'addEventListener') return queue.push(args)
    const listenerId = events.length + 1
    events.push({ id: listenerId, callback, parameter })
    const pingData = { cmpStatus: 'stub', signalStatus: 'not ready', gppString: '', applicableSections: [] }
    callback({ eventName: 'listenerRegistered', listenerId, data: true, pingData }, true)
  }`

/** The IAB's own, as a consent tool for California has it: \`optOut\` is what its page of settings does. */
async function gppLibrary(): Promise<string> {
  const contents = `
    import { CmpApi } from '@iabgpp/cmpapi'
    const api = new CmpApi(31, 1)
    api.setApplicableSections([8])
    const say = (saleOptOut) => {
      api.setSignalStatus('not ready')
      api.setFieldValue('usca', 'SaleOptOut', saleOptOut)
      api.setFieldValue('usca', 'SharingOptOut', saleOptOut)
      api.fireSectionChange('usca')
      api.setSignalStatus('ready')
    }
    say(2)
    window.optOut = () => say(1)`
  const stdin = { contents, resolveDir: ROOT }
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'iife' })
  return outputFiles.map(({ text }) => text).join('')
}

async function open(path: string, { locale = 'US', before = '' } = {}): Promise<Page> {
  context = await browser.newContext({ locale })
  await context.addInitScript({ content: before })
  const page = await context.newPage()
  await page.goto(`${shop.url}${path}`)
  await page.waitForFunction(() => (window.tidegate as Tag | undefined)?.evidence !== undefined)
  return page
}

interface Asked {
  readonly sent: string
  readonly decisions: Readonly<Record<string, string>>
}

/** The gateway's next word on consent. */
async function asked(page: Page): Promise<Asked> {
  const response = await page.waitForResponse((one) => one.url().includes('/v1/consent'), { timeout: 10_000 })
  const { decisions } = (await response.json()) as Pick<Asked, 'decisions'>
  return { sent: response.request().postData() ?? '', decisions }
}

async function tiktokGot(): Promise<readonly string[]> {
  await gateway.untilSettled()
  return (await gateway.platforms.counted('tiktok')).map(({ event }) => event)
}

const OPTED_OUT = { meta: 'opted_out', tiktok: 'opted_out' }

describe('in the United States', () => {
  const gpc = (value: boolean) =>
    `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: ${value} })`

  it('a browser with Global Privacy Control has objected: nothing leaves, and nothing lies on the device', async () => {
    const page = await open('/quiet', { before: gpc(true) })
    const { sent, decisions } = await asked(page)
    expect([decisions, sent]).toEqual([OPTED_OUT, expect.stringContaining('"gpc":true')])
    await page.waitForTimeout(300)
    expect(await tiktokGot()).toEqual([])
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
    expect(await context.cookies()).toEqual([])
  })

  it('one that has it switched off has not', async () => {
    const page = await open('/quiet', { before: gpc(false) })
    expect((await asked(page)).sent).not.toContain('gpc')
    await until('the view has come', async () => (await tiktokGot()).length === 1)
  })

  it('a site that says the objection itself is heard beside a browser that has none', async () => {
    const page = await open('/quiet', { before: gpc(false) })
    const answer = asked(page)
    await page.evaluate(() => (window.tidegate as Tag).consent({ signals: { gpc: true } }))
    expect((await answer).decisions).toEqual(OPTED_OUT)
  })

  it('an opt-out by the GPP, of the IAB’s own library, stops what follows at once', async () => {
    const page = await open('/gpp')
    await until('the view has come', async () => (await tiktokGot()).length === 1)
    const answer = asked(page)
    await page.evaluate(`optOut(), tidegate.track('contact')`)
    const { sent, decisions } = await answer
    expect(decisions).toEqual(OPTED_OUT)
    expect(JSON.parse(sent)).toMatchObject({ consent: { source: 'gpp', signals: { gpp_sid: '8' } } })
    await page.waitForTimeout(300)
    expect(await tiktokGot()).toEqual(['Pageview'])
  })
})

describe('a banner’s no', () => {
  // Of a tool that keeps it where the gateway cannot see it.
  const no = `window.klaro = { getManager: () => ({ confirmed: true, consents: { tiktok: false, meta: false } }) }`
  const grants = `ttq.grantConsent(); fbq('consent', 'grant'); ttq.track('Search', {}); fbq('track', 'Search', {})`
  const bridges = (page: Page) => page.waitForFunction('window.ttq && window.fbq')

  it.each(['no', 'grants'])('closes what pixels’ calls grant, where the first to come are the %s', async (first) => {
    const steps = first === 'no' ? [no, grants] : [grants, no]
    const page = await open('/pixels', { locale: 'FR' })
    await bridges(page)
    for (const [at, step] of steps.entries()) {
      const told = asked(page)
      await page.evaluate(step)
      if (at === 0) await told
    }
    await page.waitForTimeout(600)
    await page.evaluate(`ttq.track('Contact', {}); fbq('track', 'Contact', {}); tidegate.track('subscribe')`)
    await page.waitForTimeout(300)
    await page.goto(`${shop.url}/gpp.js`)
    await gateway.untilSettled()
    // What a grant had let out before the no came is out.
    const got = await Promise.all((['tiktok', 'meta'] as const).map((id) => gateway.platforms.counted(id)))
    const names = got.flat().map(({ event }) => event)
    expect(names.filter((name) => first === 'no' || name !== 'Search')).toEqual([])
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
  })
})
