/**
 * One browser for all files of a worker: to start one costs a second of the processor. Each test has contexts of its own, which share no cookie,
 * no store and no connection. A browser with `args` of its own comes from test/support/browser.ts; it ends with the worker, as that one does.
 */
import type { Browser } from 'playwright-core'
import { launchBrowser } from './browser.ts'

let shared: Browser | undefined

export async function sharedBrowser(): Promise<Browser> {
  if (shared?.isConnected() !== true) shared = await launchBrowser()
  return shared
}

/** At the end of a file, in place of the browser itself: what its tests have left open, before what they talked to is gone. */
export async function closePages(): Promise<void> {
  await Promise.all(shared?.contexts().map((context) => context.close()) ?? [])
}
