/** The Chrome that CHROME_PATH names; else the Chromium of an npm package, which needs nothing installed (Linux only). */
import chromium from '@sparticuz/chromium'
import { chromium as launcher, type Browser } from 'playwright-core'

/** Made for one page in the cloud: here a browser's own rules are what is tested. */
const NOT_HERE = ['--disable-web-security', '--allow-running-insecure-content', '--single-process']

export async function launchBrowser(): Promise<Browser> {
  const installed = process.env['CHROME_PATH']
  if (installed !== undefined) return launcher.launch({ executablePath: installed })
  return launcher.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((arg) => !NOT_HERE.includes(arg)),
  })
}
