import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readSoakOptions } from '../bench/soak/options.ts'
import { readArguments, takesNone } from './arguments.ts'

const USAGE = 'npm run something\n  Does it'

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

it.each(['--help', '-h'])(
  'asked for help with %s, a script says how it goes, and there is nothing else to do',
  (help) => {
    expect(readArguments(USAGE, ['--seed', '7', help], readSoakOptions)).toBeUndefined()
    expect(console.log).toHaveBeenCalledExactlyOnceWith(USAGE)
    expect(process.exitCode).toBeUndefined()
  },
)

it.each([
  [['--nonesuch'], "Unknown option '--nonesuch'"],
  [['--minutes', '0'], '--minutes must be a number from 0.5 to 60'],
])('asked wrongly, %j, it says what is wrong and how it goes, without a stack', (args, message) => {
  expect(readArguments(USAGE, args, readSoakOptions)).toBeUndefined()
  expect(console.error).toHaveBeenCalledExactlyOnceWith(`${message}\n\n${USAGE}`)
  expect(process.exitCode).toBe(2)
})

it('asked as it should be, it goes on', () => {
  expect(readArguments(USAGE, ['--minutes', '2'], readSoakOptions)).toMatchObject({ minutes: 2 })
  expect(takesNone(USAGE, [])).toBe(true)
})

// A gateway that listens elsewhere than somebody believes they have told it.
it('npm run serve does not start with arguments: nobody would read them', { timeout: 60_000 }, () => {
  const root = resolve(import.meta.dirname, '..')
  const { status, stdout, stderr } = spawnSync(
    join(root, 'node_modules/.bin/node'),
    ['scripts/serve.ts', '--port', '9'],
    { cwd: root, encoding: 'utf8' },
  )
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^unexpected argument --port\n\nnpm run serve/)
})
