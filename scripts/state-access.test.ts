import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lockState } from '../src/cli/state-lock.ts'
import { makeUsable } from './state-access.ts'

let parent = ''
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'tidegate-access-'))
})
afterAll(() => rmSync(parent, { recursive: true }))

it('a state folder that is not there is made, for its owner alone, and one that is there is taken as it is', () => {
  const folder = join(parent, 'a', 'b')
  makeUsable(folder)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  mkdirSync(join(folder, 'outbox', 'tidegate-outbox'), { recursive: true })
  writeFileSync(join(folder, 'outbox', 'tidegate-outbox', 'x.sqlite'), '')
  expect(() => makeUsable(folder)).not.toThrow()
})

// A Linux machine refuses every name there: asked for all steps at once, Node would try for ever.
it.runIf(process.platform === 'linux')('one that cannot be made is named, at once', () => {
  expect(() => makeUsable('/proc/tidegate/state')).toThrow(
    /^cannot use the state folder \/proc\/tidegate\/state \(STATE_DIR\): ENOENT: .*\/proc\/tidegate'/,
  )
  expect(() => lockState('/proc/tidegate')).toThrow('ENOENT')
})

it('a file in its place, or on the way to it, is named', () => {
  const file = join(parent, 'file')
  writeFileSync(file, '')
  expect(() => makeUsable(file)).toThrow(`cannot use the state folder ${file} (STATE_DIR): EEXIST`)
  expect(() => makeUsable(join(file, 'sub'))).toThrow(`STATE_DIR): EEXIST`)
})

// Root may write everywhere.
it.skipIf(process.getuid?.() === 0)('what another owns in it is named: the folder, a database, the lock', () => {
  const folder = join(parent, 'owned')
  const shards = join(folder, 'outbox', 'tidegate-outbox')
  mkdirSync(shards, { recursive: true })
  const files = [join(shards, 'x.sqlite'), join(folder, 'lock.sqlite')]
  for (const file of files) writeFileSync(file, '')
  for (const closed of [...files, shards, folder]) {
    const { mode } = statSync(closed)
    chmodSync(closed, 0o500)
    expect(() => makeUsable(folder)).toThrow(`EACCES: permission denied, access '${closed}'`)
    chmodSync(closed, mode)
  }
})
