/** A policy that nobody has signed runs in development, and every screen that a person may look at says so. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approvedPolicy, unsignedPolicy, type ApprovedPolicy } from '../support/approved.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startDemo, type Demo } from '../support/demo.ts'

const SHOP_PAGES = ['/', '/product?id=ar-savon', '/basket', '/checkout', '/thanks', '/live']
const SAID = {
  en: 'This policy has not been approved: it does not start in production (docs/approval.md).',
  fr: 'Cette politique n’est pas approuvée\u00A0: elle ne démarre pas en production (docs/approval.fr.md).',
}

let browser: Browser
beforeAll(async () => {
  browser = await sharedBrowser()
})
afterAll(closePages)

let page: Page
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 360, height: 800 } })
  page.setDefaultTimeout(10_000)
})
afterEach(() => page.close())

/** Every screen of the demo in a language. */
function screens({ shopUrl, gatewayUrl }: Demo, lang: string): string[] {
  return [...SHOP_PAGES.map((path) => shopUrl + path), `${gatewayUrl}/diagnostics`].map(
    (address) => `${address}${address.includes('?') ? '&' : '?'}lang=${lang}`,
  )
}

function runs(policyOf: () => Promise<ApprovedPolicy>): () => Demo {
  let demo: Demo | undefined
  beforeAll(async () => {
    demo = await startDemo({ TIDEGATE_POLICY: (await policyOf()).policyFile })
  })
  afterAll(() => demo?.stop())
  return () => demo ?? expect.unreachable('the demo has not started')
}

describe('a policy that nobody has signed', () => {
  const demo = runs(unsignedPolicy)

  it.each(['en', 'fr'] as const)('is told on every screen, read aloud, within a phone’s width: %s', async (lang) => {
    for (const address of screens(demo(), lang)) {
      await page.goto(address)
      await page.getByRole('status').filter({ hasText: SAID[lang] }).waitFor()
      expect([address, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([address, 360])
    }
  })
})

describe('a policy that every role has signed', () => {
  const demo = runs(approvedPolicy)

  it('is spoken of on no screen', async () => {
    for (const address of screens(demo(), 'en')) {
      const told = page.waitForResponse(/\/api\/(?:approval|live)|\/v1\/diagnostics/)
      await page.goto(address)
      await (await told).finished()
      // What the page does with the answer comes before this timer.
      await page.evaluate('new Promise((done) => setTimeout(done, 100))')
      expect(await page.locator('body').innerText()).not.toContain('production')
    }
  })
})
