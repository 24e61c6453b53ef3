import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lockState } from './state-lock.ts'

it('one has a state folder, also one that is not there yet, until it gives it back', () => {
  const parent = mkdtempSync(join(tmpdir(), 'tidegate-lock-'))
  const folder = join(parent, 'state')
  const first = lockState(folder)
  expect(first).toBeDefined()
  expect(lockState(folder)).toBeUndefined()
  first?.release()
  const second = lockState(folder)
  expect(second).toBeDefined()
  second?.release()
  rmSync(parent, { recursive: true })
})
