/**
 * What the tag costs a page: bytes, and the time that it holds the page up. A real Chromium, its processor slowed four times, loads a
 * page with the tag, its modules, evidence and a purchase, until the gateway has answered for the events; Chromium's own trace says what
 * ran on the page's main thread.
 */
import type { Browser, CDPSession } from 'playwright-core'
import { currentFiles, gzipBytes } from '../scripts/browser-files.ts'
import { launchBrowser } from '../test/support/browser.ts'
import { serveShopPages, shopPage } from '../test/support/shop-pages.ts'
import { startGateway } from './gateway.ts'
import { longestTasks, type TraceEvent } from './long-task.ts'
import { median } from './median.ts'
import { progress } from './progress.ts'

export const SLOWED = 4

export interface BrowserFileSize {
  readonly name: string
  readonly bytes: number
  readonly gzipBytes: number
}

export interface TagCost {
  readonly sizes: readonly BrowserFileSize[]
  readonly runs: number
  /** The longest stretch of the tag's own work in one task, of each run. */
  readonly ownMs: MiddleAndWorst
  /** The longest task that any of it was in, with what the browser did beside. */
  readonly taskMs: MiddleAndWorst
  /** The same of a script that does nothing but send one request: what the browser takes for that by itself. */
  readonly floorMs: MiddleAndWorst
}

interface MiddleAndWorst {
  readonly median: number
  readonly worst: number
}

interface Site {
  readonly folder: string
  readonly bundle: string
  readonly simulatorsUrl: string
  readonly runs: number
}

export async function measureTag({ folder, bundle, simulatorsUrl, runs }: Site): Promise<TagCost> {
  progress('the tag in a slowed browser')
  const gateway = await startGateway(folder, bundle, simulatorsUrl)
  const shop = await serveShopPages({
    '/': shopPage(gateway.url, { body: `<script>${QUEUE}</script>` }),
    '/floor': '<!doctype html><title>Floor</title><script async src="/floor.js"></script>',
    '/floor.js': { body: floorScript(gateway.url), headers: { 'content-type': 'text/javascript' } },
  })
  const browser = await launchBrowser()
  try {
    const longest = []
    const floor = []
    // In turns, so that both have the same machine.
    for (let run = 0; run < runs; run++) {
      const visit = await traceVisit(browser, shop.url, gateway.url, 202)
      if (!visit.some(({ name }) => name === 'RunMicrotasks')) throw new Error('the trace has no microtasks')
      longest.push(longestTasks(visit, gateway.url))
      const bare = await traceVisit(browser, `${shop.url}/floor`, gateway.url, 400)
      floor.push(longestTasks(bare, shop.url).ownMs)
    }
    const own = longest.map(({ ownMs }) => ownMs)
    const task = longest.map(({ taskMs }) => taskMs)
    return {
      sizes: await sizes(),
      runs,
      ownMs: middleAndWorst(own),
      taskMs: middleAndWorst(task),
      floorMs: middleAndWorst(floor),
    }
  } finally {
    await browser.close()
    await shop.close()
    await gateway.stop()
  }
}

const GRANTED = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }
const QUEUE = `window.tidegate = ${JSON.stringify([
  ['consent', { state: GRANTED, source: 'cmp:bench' }],
  ['track', 'purchase', { order: { id: '1001', value: 42.5, currency: 'EUR', items: [{ id: 'sku-1', quantity: 1 }] } }],
])}`

/** An empty body: refused before anything is made of it. */
function floorScript(gatewayUrl: string): string {
  return `fetch('${gatewayUrl}/e?', { method: 'POST', body: '{}', credentials: 'include', keepalive: true })`
}

function middleAndWorst(values: readonly number[]): MiddleAndWorst {
  return { median: median(values), worst: Math.max(...values) }
}

async function sizes(): Promise<readonly BrowserFileSize[]> {
  const { texts } = await currentFiles()
  return Object.entries(texts)
    .map(([file, text]) => ({
      name: file.split('.')[0] ?? '',
      bytes: Buffer.byteLength(text),
      gzipBytes: gzipBytes(text),
    }))
    .toReversed()
}

/** `v8.execute` has the microtasks: in them the tag asks about consent, and takes the answers. */
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'v8.execute']
/** For what a visit does after the answer: writing down the grant, the end of the batch. */
const AFTERWARDS_MS = 500

/** A visitor of their own: nothing is cached, nothing remembered. */
async function traceVisit(
  browser: Browser,
  pageUrl: string,
  gatewayUrl: string,
  expected: number,
): Promise<readonly TraceEvent[]> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWED })
  const tracing = await browser.newBrowserCDPSession()
  const traced = collect(tracing)
  await tracing.send('Tracing.start', { traceConfig: { includedCategories: CATEGORIES }, transferMode: 'ReportEvents' })
  const answered = page.waitForResponse((response) => response.url().startsWith(`${gatewayUrl}/e?`))
  await page.goto(pageUrl)
  const { status } = await answered.then((response) => ({ status: response.status() }))
  if (status !== expected) throw new Error(`the gateway answered the events of the tag with ${status}`)
  await page.waitForTimeout(AFTERWARDS_MS)
  await tracing.send('Tracing.end')
  const events = await traced
  await context.close()
  return events
}

function collect(session: CDPSession): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  return new Promise((resolve) => {
    session.once('Tracing.tracingComplete', () => resolve(events))
  })
}
