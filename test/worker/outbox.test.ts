import { env } from 'cloudflare:test'
import { expect, it } from 'vitest'

it('starts', async () => {
  expect(env).toBeDefined()
})
