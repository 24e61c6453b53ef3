/** A policy that nobody has signed runs in development, and every screen that a person may look at says so; of a signed one none does: demo.test.ts. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unsignedPolicy } from '../support/approved.ts'
import { screensOf, startDemo, type Demo } from '../support/demo.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'

const SAID = {
  en: 'This policy has not been approved: it does not start in production (docs/approval.md).',
  fr: 'Cette politique n’est pas approuvée\u00A0: elle ne démarre pas en production (docs/approval.fr.md).',
}

let demo: Demo
let page: Page
beforeAll(async () => {
  demo = await startDemo({ TIDEGATE_POLICY: (await unsignedPolicy()).policyFile })
  page = await (await sharedBrowser()).newPage({ viewport: { width: 360, height: 800 } })
  page.setDefaultTimeout(10_000)
})
afterAll(async () => {
  await closePages()
  await demo?.stop()
})

it.each(['en', 'fr'] as const)(
  'a policy that nobody has signed is told on every screen, read aloud, within a phone’s width: %s',
  async (lang) => {
    for (const address of screensOf(demo, lang)) {
      await page.goto(address)
      await page.getByRole('status').filter({ hasText: SAID[lang] }).waitFor()
      expect([address, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([address, 360])
    }
  },
)
