/** A real Chromium: that of `CHROME_PATH` where it is set, else from its npm package, the same one everywhere and nothing to install. */
import chromium from '@sparticuz/chromium'
import { chromium as launcher, type Browser } from 'playwright-core'

/** For one short-lived page in the cloud. Here a browser's own rules are what is tested, and several contexts run. */
const NOT_HERE: ReadonlySet<string> = new Set([
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--single-process',
])
/** Chromium's own traffic with its maker stays off: only what is tested is asked for anything. */
const QUIET = ['--disable-background-networking', '--disable-quic', '--no-first-run', '--disable-component-update']
/** A graphics card played by the processor would take a quarter of what the tests have of it; nothing here is drawn in three dimensions. */
const NO_GRAPHICS_CARD = ['--disable-gpu', '--disable-software-rasterizer']

/** `args`: of Chromium's own, for this test. */
export async function launchBrowser(...args: readonly string[]): Promise<Browser> {
  return launcher.launch({
    args: [...chromium.args.filter((arg) => !NOT_HERE.has(arg)), ...QUIET, ...NO_GRAPHICS_CARD, ...args],
    executablePath: process.env['CHROME_PATH'] ?? (await chromium.executablePath()),
    headless: true,
  })
}
