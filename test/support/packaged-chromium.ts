/** The Chromium of an npm package, a headless shell: the same one everywhere, and nothing to install. */
import chromium from '@sparticuz/chromium'
import { chromium as launcher, type Browser } from 'playwright-core'

/** For one short-lived page in the cloud. Here a browser's own rules are what is tested, and several contexts run. */
const NOT_HERE: ReadonlySet<string> = new Set([
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--single-process',
  // Each of some two hundred renderers would read the program anew in place of being a copy of one that has.
  '--no-zygote',
])
/** Chromium's own traffic with its maker stays off: only what is tested is asked for anything. */
const QUIET = ['--disable-background-networking', '--disable-quic', '--no-first-run', '--disable-component-update']
/** A graphics card played by the processor would take a quarter of what the tests have of it; nothing here is drawn in three dimensions. */
const NO_GRAPHICS_CARD = ['--disable-gpu', '--disable-software-rasterizer']

/** For any Chromium. */
export const TEST_ARGS: readonly string[] = [...QUIET, ...NO_GRAPHICS_CARD]

/** Unpacks it where that has not been done. Two processes that do so at once spoil each other's: it is looked for before it is whole. */
export const unpackChromium = (): Promise<string> => chromium.executablePath()

export const PACKAGED_ARGS: readonly string[] = [...chromium.args.filter((arg) => !NOT_HERE.has(arg)), ...TEST_ARGS]

/** `args`: of Chromium's own. */
export async function launchPackaged(args: readonly string[] = []): Promise<Browser> {
  return launcher.launch({ executablePath: await unpackChromium(), args: [...PACKAGED_ARGS, ...args] })
}
