/** A real Chromium: test/support/chosen-browser.ts says which. */
import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { launchChosen } from './chosen-browser.ts'

/** `args`: of Chromium's own, for this test. */
export const launchBrowser = (...args: readonly string[]): Promise<Browser> => launchChosen(inject('browser'), args)
