/** The review's page in a real browser: it fits a phone, prints, asks for nothing, and shows what was written as text. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentsOf } from '../../src/cli/review-files.ts'
import { demoPolicy, twoSites } from '../../src/policy/review/compiled.fixture.ts'
import { everywhere, HOSTILE } from '../../src/policy/review/hostile.fixture.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { temporaryFolder } from '../support/running.ts'

const PAGES = ['REVIEW.html', 'REVIEW.fr.html'] as const
const LONG_WORD = 'x'.repeat(400)

/** One for all tests: these documents keep nothing, and a page of its own for each would be most of what they cost. */
let page: Page
const folders = new Map<string, string>()

beforeAll(async () => {
  const policies = {
    demo: demoPolicy(),
    two: twoSites(),
    hostile: everywhere(HOSTILE.join(' ')),
    long: everywhere(LONG_WORD),
  }
  for (const [name, policy] of Object.entries(policies)) {
    const folder = temporaryFolder(`review-${name}`)
    folders.set(name, folder)
    for (const { name, text } of documentsOf(policy, undefined)) await writeFile(join(folder, name), text)
  }
  page = await (await sharedBrowser()).newPage()
})
afterAll(closePages)

async function open(policy: string, file: string, width: number): Promise<void> {
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize({ width, height: 800 })
  await page.goto(pathToFileURL(join(folders.get(policy) ?? '', file)).href)
}

describe.each(PAGES)('%s', (file) => {
  it.each(['demo', 'two', 'hostile', 'long'])('fits a phone of 360 px: %s', async (policy) => {
    await open(policy, file, 360)
    const widths = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ])
    expect(widths).toEqual([360, 360])
  })

  it('scrolls the matrix in a box of its own, which the keyboard reaches and which has a name', async () => {
    await open('demo', file, 360)
    const box = page.getByRole('region', { name: 'TikTok' })
    await box.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => box.evaluate((element) => element.scrollLeft), { timeout: 10_000 }).toBeGreaterThan(0)
  })

  it('is a table to a screen reader also where rows are cards', async () => {
    await open('demo', file, 360)
    const plan = page.getByRole('table', { name: file === 'REVIEW.html' ? 'Event plan' : 'Plan des événements' })
    expect(await plan.getByRole('row').count()).toBe(21)
    expect(await plan.getByRole('rowheader').count()).toBe(20)
  })

  it('prints on A4, every page within its margins', async () => {
    await open('demo', file, 688)
    await page.emulateMedia({ media: 'print' })
    // 210 mm less two margins of 14 mm, at 96 px to the inch.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(688)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    // 210 × 297 mm in points.
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/)
  })

  it('asks for nothing, runs nothing and shows what was written as text', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(pathToFileURL(join(folders.get('hostile') ?? '', file)).href)
    expect(asked).toEqual([page.url()])
    expect(await page.locator('script, img, iframe, object, link').count()).toBe(0)
    expect(await page.locator('main').innerText()).toContain('<script>alert(1)</script>')
  })

  it('has one first heading, leaves out no level, and every link of its contents leads somewhere', async () => {
    await open('two', file, 1200)
    const levels = await page
      .locator('h1, h2, h3, h4')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels.every((level, place) => place === 0 || level <= (levels[place - 1] ?? 0) + 1)).toBe(true)
    const lost = await page
      .locator('nav a')
      .evaluateAll((links) =>
        links
          .map((link) => decodeURIComponent(link.getAttribute('href') ?? '').slice(1))
          .filter((id) => document.getElementById(id) === null),
      )
    expect(lost).toEqual([])
  })
})
