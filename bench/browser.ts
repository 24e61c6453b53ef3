/**
 * What the tag costs a page: bytes, and the time that it holds the page up. A real Chromium, its processor slowed four times, loads a
 * page with the tag, its modules, evidence and a purchase, until the gateway has answered for the events; Chromium's own trace says what
 * ran on the page's main thread. The same without slowing, and of scripts that do one thing alone: what the browser takes by itself.
 */
import type { Browser, CDPSession } from 'playwright-core'
import { currentFiles, gzipBytes } from '../scripts/browser-files.ts'
import { launchPackaged } from '../test/support/packaged-chromium.ts'
import { serveShopPages, shopPage, type Page } from '../test/support/shop-pages.ts'
import { startGateway } from './gateway.ts'
import { longestTasks, type Longest, type TraceEvent } from './long-task.ts'
import { median } from './median.ts'
import { progress } from './progress.ts'
import { giveRightOfWay } from './right-of-way.ts'
import { measureSlowing } from './slowing.ts'

export const SLOWED = 4

export interface BrowserFileSize {
  readonly name: string
  readonly bytes: number
  readonly gzipBytes: number
}

export interface TagCost {
  readonly sizes: readonly BrowserFileSize[]
  readonly runs: number
  /** How many times longer the same work took in the slowed browser, by a clock: `SLOWED` is what it was asked for. */
  readonly slowing: number
  /** Nothing else on the machine could take the browser's turn. */
  readonly undisturbed: boolean
  readonly tag: Cost
  /** Of scripts that do this and nothing else. */
  readonly alone: Readonly<Record<keyof typeof ALONE, Cost>>
  /** In how many visits what was the longest task. */
  readonly longest: Readonly<Record<string, number>>
}

export interface Cost {
  /** The longest stretch of the script's own work in one task, of each visit. */
  readonly ownMs: MiddleAndWorst
  /** The same by the processor's time: less than by the clock where the page waited, or something else had its turn. */
  readonly ownProcessorMs: MiddleAndWorst
  /** The longest task that any of it was in, with what the browser did beside. */
  readonly taskMs: MiddleAndWorst
  /** `ownMs` where the browser was not slowed. */
  readonly unslowedOwnMs: MiddleAndWorst
}

export interface MiddleAndWorst {
  readonly median: number
  readonly worst: number
}

interface Site {
  readonly folder: string
  readonly bundle: string
  readonly simulatorsUrl: string
  readonly runs: number
}

/** What the tag cannot go without. The gateway refuses an empty body before it makes anything of it. */
const ALONE = {
  script: () => 'window.script = document.currentScript',
  fetch: (gatewayUrl: string) =>
    `fetch('${gatewayUrl}/e?', { method: 'POST', body: '{}', credentials: 'include', keepalive: true })`,
}

interface Subject {
  readonly page: string
  /** Where its script comes from. */
  readonly origin: string
  /** An answer of the gateway ends the visit; none: it asks for nothing. */
  readonly answer?: number
  readonly slowed: Longest[]
  readonly unslowed: Longest[]
}

export async function measureTag({ folder, bundle, simulatorsUrl, runs }: Site): Promise<TagCost> {
  progress('the tag in a slowed browser')
  const gateway = await startGateway(folder, bundle, simulatorsUrl)
  const shop = await serveShopPages({
    '/': shopPage(gateway.url, { body: `<script>${QUEUE}</script>` }),
    ...alonePages('script', gateway.url),
    ...alonePages('fetch', gateway.url),
  })
  // The same one everywhere: figures of two machines are of two machines.
  const browser = await launchPackaged()
  try {
    const undisturbed = await giveRightOfWay(browser)
    const tag = subject(shop.url, gateway.url, 202)
    const alone = {
      script: subject(`${shop.url}/script`, shop.url),
      fetch: subject(`${shop.url}/fetch`, shop.url, 400),
    }
    const visit = async (of: Subject, rate: number): Promise<Longest> =>
      longestTasks(await traceVisit(browser, gateway.url, of, rate), of.origin)
    // In turns, so that all have the same machine.
    for (let run = 0; run < runs; run++) {
      for (const one of [tag, alone.script, alone.fetch]) {
        one.slowed.push(await visit(one, SLOWED))
        one.unslowed.push(await visit(one, 1))
      }
    }
    return {
      sizes: await sizes(),
      runs,
      slowing: await measureSlowing(browser, SLOWED),
      undisturbed,
      tag: costOf(tag),
      alone: { script: costOf(alone.script), fetch: costOf(alone.fetch) },
      longest: counted(tag.slowed.map(({ what }) => what)),
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

function alonePages(name: keyof typeof ALONE, gatewayUrl: string): Readonly<Record<string, string | Page>> {
  return {
    [`/${name}`]: `<!doctype html><title>Alone</title><script async src="/${name}.js"></script>`,
    [`/${name}.js`]: { body: ALONE[name](gatewayUrl), headers: { 'content-type': 'text/javascript' } },
  }
}

function subject(page: string, origin: string, answer?: number): Subject {
  return { page, origin, slowed: [], unslowed: [], ...(answer !== undefined && { answer }) }
}

function costOf({ slowed, unslowed }: Subject): Cost {
  return {
    ownMs: middleAndWorst(slowed.map(({ ownMs }) => ownMs)),
    ownProcessorMs: middleAndWorst(slowed.map(({ ownProcessorMs }) => ownProcessorMs)),
    taskMs: middleAndWorst(slowed.map(({ taskMs }) => taskMs)),
    unslowedOwnMs: middleAndWorst(unslowed.map(({ ownMs }) => ownMs)),
  }
}

function middleAndWorst(values: readonly number[]): MiddleAndWorst {
  return { median: median(values), worst: Math.max(...values) }
}

function counted(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
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

/**
 * `v8.execute` has the microtasks: in them the tag asks about consent, and takes the answers. Not `toplevel`, three fifths of all that
 * would be written down, which has no task that is not in these: writing is done within the tasks, and slowed as they are.
 */
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'v8.execute']
/** For what a visit does after the answer: writing down the grant, the end of the batch. */
const AFTERWARDS_MS = 500

/** A visitor of their own: nothing is cached, nothing remembered. */
async function traceVisit(
  browser: Browser,
  gatewayUrl: string,
  { page: pageUrl, answer }: Subject,
  rate: number,
): Promise<readonly TraceEvent[]> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate })
  const tracing = await browser.newBrowserCDPSession()
  const traced = collect(tracing)
  await tracing.send('Tracing.start', { traceConfig: { includedCategories: CATEGORIES }, transferMode: 'ReportEvents' })
  const answered =
    answer === undefined ? undefined : page.waitForResponse((response) => response.url().startsWith(`${gatewayUrl}/e?`))
  await page.goto(pageUrl)
  const status = (await answered)?.status()
  if (status !== answer) throw new Error(`the gateway answered the events of the page with ${status}`)
  await page.waitForTimeout(AFTERWARDS_MS)
  await tracing.send('Tracing.end')
  const events = await traced
  await context.close()
  if (answer !== undefined && !events.some(({ name }) => name === 'RunMicrotasks'))
    throw new Error('the trace has no microtasks')
  return events
}

function collect(session: CDPSession): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  return new Promise((resolve) => {
    session.once('Tracing.tracingComplete', () => resolve(events))
  })
}
