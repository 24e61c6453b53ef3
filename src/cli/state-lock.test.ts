import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isStateTaken, lockState } from './state-lock.ts'

it('one has a state folder, also one that is not there yet, until it gives it back', () => {
  const parent = mkdtempSync(join(tmpdir(), 'tidegate-lock-'))
  const folder = join(parent, 'state')
  expect(isStateTaken(folder)).toBe(false)
  const first = lockState(folder)
  expect(first).toBeDefined()
  expect(lockState(folder)).toBeUndefined()
  expect(isStateTaken(folder)).toBe(true)
  first?.release()
  first?.release()
  expect(isStateTaken(folder)).toBe(false)
  const second = lockState(folder)
  expect(second).toBeDefined()
  second?.release()
  rmSync(parent, { recursive: true })
})
