/** Which browser a machine's tests run in. */
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { chooseBrowser } from '../support/chosen-browser.ts'
import { unpackChromium } from '../support/packaged-chromium.ts'
import { temporaryFolder } from '../support/running.ts'

/** Stands before all others of the machine. */
const NAME = 'google-chrome'

async function folderWithChrome(): Promise<string> {
  const folder = temporaryFolder('chrome')
  symlinkSync(await unpackChromium(), join(folder, NAME))
  return folder
}

function folderWithScript(script: string): string {
  const folder = temporaryFolder('chrome')
  writeFileSync(join(folder, NAME), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return folder
}

it('is the one that CHROME_PATH names, whatever else is there', async () => {
  const PATH = await folderWithChrome()
  expect(await chooseBrowser({ CHROME_PATH: '/opt/mine', PATH })).toMatchObject({ chrome: '/opt/mine' })
})

it('is a Chrome that is found', async () => {
  const PATH = await folderWithChrome()
  const chrome = join(PATH, NAME)
  const { told, ...chosen } = await chooseBrowser({ CHROME_PATH: '', PATH })
  expect(chosen).toEqual({ chrome })
  expect(told).toMatch(/^Browser tests: .*google-chrome, \d+\./)
})

it.each([
  ['only says how to install one', () => folderWithScript('echo "snap install chromium"; exit 1'), 'does not start'],
  ['is older than what is tested', folderWithChrome, 'older than 10000', 10_000],
])('is the packaged one where the Chrome that is found %s, and a line says so', async (_what, folder, why, oldest?) => {
  const { told, ...chosen } = await chooseBrowser({ PATH: await folder() }, oldest)
  expect(chosen).toEqual({})
  expect(told).toMatch(/^Browser tests: the Chromium of @sparticuz\/chromium \(.*google-chrome .*\)$/)
  expect(told).toContain(why)
})
