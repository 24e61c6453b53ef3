/** The tag on pages with a strict Content-Security-Policy: each of the ways that docs/tag.md names, and none that it does not. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { currentFiles, sha256 } from '../../scripts/browser-files.ts'
import type { Queue, Tag } from '../../src/browser/tag-types.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { until } from '../support/running.ts'
import { serveShopPages, type Page, type ShopPages } from '../support/shop-pages.ts'

let gateway: Gateway
let shop: ShopPages
let browser: Browser

beforeAll(async () => {
  gateway = await startGateway()
  shop = await serveShopPages(await strictPages(gateway.url))
  browser = await sharedBrowser()
})
afterEach(() => gateway.platforms.clear())
afterAll(async () => {
  await closePages()
  await shop.close()
  await gateway.stop()
})

const NONCE = 'R4nd0mPerAnswer'

async function strictPages(url: string): Promise<Record<string, Page>> {
  const { tag, texts } = await currentFiles()
  const hash = `sha256-${sha256(texts[tag] ?? '')}=`
  const rest = `connect-src ${url}; img-src ${url}; base-uri 'none'`
  const alias = `src="${url}/t.js"`
  const pinned = `src="${url}/t/${tag}" integrity="${hash}" crossorigin="anonymous"`
  return {
    '/host': strict(alias, `script-src ${url}; ${rest}`),
    '/nonce': strict(`${alias} nonce="${NONCE}"`, `script-src 'nonce-${NONCE}'; ${rest}`),
    '/strict-dynamic': strict(`${alias} nonce="${NONCE}"`, `script-src 'nonce-${NONCE}' 'strict-dynamic'; ${rest}`),
    '/pinned': strict(pinned, `script-src ${url}; ${rest}`),
    '/hash': strict(pinned, `script-src '${hash}' 'strict-dynamic'; ${rest}`),
    '/trusted-types': strict(
      alias,
      `script-src ${url}; ${rest}; require-trusted-types-for 'script'; trusted-types tidegate 'allow-duplicates'`,
    ),
    '/no-policy': strict(alias, `script-src ${url}; ${rest}; require-trusted-types-for 'script'; trusted-types none`),
    '/other-text': strict(pinned.replace(hash, `sha256-${sha256('another text')}=`), `script-src ${url}; ${rest}`),
  }
}

function strict(attributes: string, policy: string): Page {
  const body = `<!doctype html><title>Strict</title><script async ${attributes}></script>
    <button data-tidegate-event="contact">Call us</button>`
  return { body, headers: { 'content-security-policy': `default-src 'none'; ${policy}` } }
}

const GRANT: Queue[number] = [
  'consent',
  { state: { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }, source: 'cmp:test' },
]

async function visit(path: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  await page.goto(`${shop.url}${path}`, { waitUntil: 'load' })
  return { page, context, said }
}

async function untilTiktokHas(name: string): Promise<void> {
  await until(`TikTok has ${name}`, async () =>
    (await gateway.platforms.counted('tiktok')).some(({ event }) => event === name),
  )
}

it.each(['/host', '/nonce', '/strict-dynamic', '/pinned', '/hash', '/trusted-types'])(
  'works with its modules under the policy of %s, without a violation',
  async (path) => {
    const { page, context, said } = await visit(path)
    await page.evaluate((grant) => (window.tidegate as Tag).push(grant), GRANT)
    // The part that hears clicks comes after the tag.
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/t/more.')),
    )
    await page.waitForTimeout(100)
    await page.click('button')
    await untilTiktokHas('Contact')
    await untilTiktokHas('Pageview')
    // The browser speaks of a missing icon.
    expect(said.filter((line) => !line.includes('favicon'))).toEqual([])
    await context.close()
  },
)

it('does without its modules where Trusted Types do not let it load them', async () => {
  const { page, context } = await visit('/no-policy')
  await page.evaluate((grant) => (window.tidegate as Tag).push(grant), GRANT)
  await untilTiktokHas('Pageview')
  await context.close()
})

it('does not run as another text than the one that the page has pinned', async () => {
  const { page, context } = await visit('/other-text')
  expect(await page.evaluate(() => window.tidegate)).toBeUndefined()
  await context.close()
})
