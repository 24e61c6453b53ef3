/** How much slower the same arithmetic is where Chromium is asked to slow a page down: it is not exactly what it was asked for. */
import type { Browser, Page } from 'playwright-core'
import { median } from './median.ts'

const TIMES = 20

export async function measureSlowing(browser: Browser, rate: number): Promise<number> {
  const page = await browser.newPage()
  const session = await page.context().newCDPSession(page)
  const times = { slowed: new Array<number>(), unslowed: new Array<number>() }
  for (let run = 0; run < TIMES; run++) {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    times.unslowed.push(await workMs(page))
    await session.send('Emulation.setCPUThrottlingRate', { rate })
    times.slowed.push(await workMs(page))
  }
  await page.close()
  return median(times.slowed) / median(times.unslowed)
}

/** Long enough for the page's clock, which goes by tenths of a millisecond. */
function workMs(page: Page): Promise<number> {
  return page.evaluate(() => {
    const start = performance.now()
    let sum = 0
    for (let at = 0; at < 2_000_000; at++) sum = (sum * 31 + at) | 0
    return sum === 0 ? 0 : performance.now() - start
  })
}
