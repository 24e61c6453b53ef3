/**
 * Leaving a page that the browser keeps in its memory, and coming back to it. A whole Chrome does so; the embedder of Chromium's headless
 * shell offers no such memory: there the page stays, and hears the events that a browser would fire.
 */
import type { Browser, Page } from 'playwright-core'
import { until } from './waiting.ts'

const known = new WeakMap<Browser, boolean>()

/** Both pages are of one origin, and `elsewhere` has no tag. `meanwhile` happens while the page lies in the memory. */
export async function goAndComeBack(
  page: Page,
  elsewhere: string,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  const browser = page.context().browser()
  if (browser === null || !(await keepsPages(browser, elsewhere))) {
    await meanwhile()
    await page.evaluate(COME_BACK)
    return
  }
  await page.evaluate(NOTE_COMING_BACK)
  await page.goto(elsewhere)
  await meanwhile()
  await goBack(page)
  await until('the page has come back as it was left', () => page.evaluate(HAS_COME_BACK), 10_000)
}

const COME_BACK = `for (const type of ['pagehide', 'pageshow']) dispatchEvent(new PageTransitionEvent(type, { persisted: true }))`
const NOTE_COMING_BACK = `
  window.hasComeBack = false
  addEventListener('pageshow', ({ persisted }) => (window.hasComeBack = persisted), { once: true })`
const HAS_COME_BACK = 'window.hasComeBack === true'

/** Tried with a page that has no tag: where one with a tag cannot be kept, that is the tag's fault, and the test fails. */
async function keepsPages(browser: Browser, plain: string): Promise<boolean> {
  const before = known.get(browser)
  if (before !== undefined) return before
  const page = await browser.newPage()
  await page.goto(plain)
  await page.evaluate('window.isKept = true')
  await page.goto(`${plain}?next`)
  await goBack(page)
  const isKept = await page.evaluate<boolean>('window.isKept === true')
  await page.close()
  known.set(browser, isKept)
  console.log(`Coming back to a page: ${isKept ? 'out of the browser’s memory' : 'by its events, fired by hand'}`)
  return isKept
}

/** A page out of the memory loads nothing, and so is never loaded again. */
const goBack = (page: Page) => page.goBack({ waitUntil: 'commit' })
