/** The Chrome that CHROME_PATH names; else one that is found here; else the Chromium of an npm package, which needs nothing installed (Linux only). */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { chromium as launcher, type Browser } from 'playwright-core'

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser']
const ON_A_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
/** Before, a Chrome's headless mode was another browser. */
const OLDEST = 132
/** Made for one page in the cloud: here a browser's own rules are what is tested. */
const NOT_HERE = ['--disable-web-security', '--allow-running-insecure-content', '--single-process']

export async function launchBrowser(): Promise<Browser> {
  const named = process.env['CHROME_PATH']
  if (named !== undefined && named !== '') return launcher.launch({ executablePath: named })
  return (await launchFound()) ?? launchPackaged()
}

async function launchFound(): Promise<Browser | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin']
  const paths = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ON_A_MAC]
  const executablePath = paths.find((path) => existsSync(path))
  if (executablePath === undefined) return undefined
  try {
    const browser = await launcher.launch({ executablePath, timeout: 10_000 })
    if (Number.parseInt(browser.version()) >= OLDEST) return browser
    await browser.close()
  } catch {
    // Some only say how to install one.
  }
  process.emitWarning(
    `${executablePath} is too old, or does not start: the Chromium of @sparticuz/chromium takes its place.`,
  )
  return undefined
}

async function launchPackaged(): Promise<Browser> {
  return launcher.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((arg) => !NOT_HERE.includes(arg)),
  })
}
