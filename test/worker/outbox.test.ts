import { env, reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, expect, it, vi } from 'vitest'

afterEach(reset)

it('starts', async () => {
  const r = await exports.default.fetch('http://tidegate.test/healthz')
  console.log(r.status, await r.text(), env.TIDEGATE_PLATFORM_BASE)
  console.log(await (await fetch(env.TIDEGATE_PLATFORM_BASE + '/_sim')).text())
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86400000 * 8 })
  const r2 = await exports.default.fetch('http://tidegate.test/healthz', {cf: {country: 'FR'}})
  console.log(r2.status, new Date().toISOString())
  console.log(await (await exports.default.fetch('http://tidegate.test/metrics')).text())
  vi.useRealTimers()
  expect(env).toBeDefined()
})
