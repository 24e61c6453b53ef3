/** Which browser the tests run in: a Chrome of the machine's own where a fit one is found, else the Chromium of an npm package. */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium as launcher, type Browser } from 'playwright-core'
import { launchPackaged, PACKAGED_ARGS, TEST_ARGS, unpackChromium } from './packaged-chromium.ts'

export interface ChosenBrowser {
  /** None: that of the npm package. */
  readonly chrome?: string
  /** Which one, and why: a line for whoever runs the tests. */
  readonly told: string
}

type Environment = Readonly<Record<string, string | undefined>>

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser']
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
/** From then on the headless mode of a Chrome is the browser itself; before, it was another one. */
const OLDEST = 132
const TRIAL_MS = 20_000

/** Once per run: a trial takes a second. Whoever names a browser gets that one, or its error. */
export async function chooseBrowser(environment: Environment = process.env, oldest = OLDEST): Promise<ChosenBrowser> {
  const named = environment['CHROME_PATH']
  if (named !== undefined && named !== '') return { chrome: named, told: `Browser tests: ${named} (CHROME_PATH)` }
  const found = findChrome(environment)
  const trial = found === undefined ? { unfit: 'no Chrome was found' } : await tryOut(found, oldest)
  if ('chrome' in trial) return { chrome: trial.chrome, told: `Browser tests: ${trial.chrome}, ${trial.version}` }
  await unpackChromium()
  return { told: `Browser tests: the Chromium of @sparticuz/chromium (${trial.unfit})` }
}

/** `args`: of Chromium's own, for this test. */
export const launchChosen = ({ chrome }: ChosenBrowser, args: readonly string[]): Promise<Browser> =>
  chrome === undefined ? launchPackaged(args) : launchChrome(chrome, args)

/** For whoever starts it without Playwright. */
export async function commandOf({ chrome }: ChosenBrowser): Promise<{ executable: string; args: readonly string[] }> {
  return chrome === undefined
    ? { executable: await unpackChromium(), args: PACKAGED_ARGS }
    : { executable: chrome, args: TEST_ARGS }
}

function findChrome({ PATH = '' }: Environment): string | undefined {
  const folders = [...PATH.split(delimiter).filter((folder) => folder !== ''), '/usr/bin']
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...paths, ...APPLICATIONS].find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

type Trial = { readonly chrome: string; readonly version: string } | { readonly unfit: string }

/** By what the tests do with it: some that are found only say how to install one, or may not read what others have written. */
async function tryOut(chrome: string, oldest: number): Promise<Trial> {
  let browser: Browser | undefined
  try {
    browser = await launchChrome(chrome, [])
    const version = browser.version()
    if (Number.parseInt(version) < oldest) return { unfit: `${chrome} is ${version}, older than ${oldest}` }
    await Promise.race([browser.newPage(), tooLate()])
    return { chrome, version }
  } catch (error) {
    return { unfit: `${chrome} does not start: ${String(error).split('\n', 1)[0]}` }
  } finally {
    await browser?.close()
  }
}

async function tooLate(): Promise<never> {
  await sleep(TRIAL_MS, undefined, { ref: false })
  throw new Error(`no page within ${TRIAL_MS / 1000} s`)
}

/** As people have it: Playwright would have it keep no page in its memory. */
const launchChrome = (executablePath: string, args: readonly string[]): Promise<Browser> =>
  launcher.launch({
    executablePath,
    args: [...TEST_ARGS, ...args],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    timeout: TRIAL_MS,
  })
