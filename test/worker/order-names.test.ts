/** One order under many names: its copies are one delivery, and what has no other name costs no row more. */
import { reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { sale } from './events.ts'
import { accept, gauges } from './gateway.ts'
import { clearPlatforms } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

describe('an order without other names', () => {
  it('costs the rows that it cost before orders had any: its key, and a parcel for each platform', async () => {
    await accept(sale('n-1'))
    const before = (await gauges()).rowsWritten
    await accept(sale('n-2'))
    expect((await gauges()).rowsWritten - before).toBe(3)
  })
})
