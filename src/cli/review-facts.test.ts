/** What a review says beside the policy is true of the mappings that send. */
import { describe, expect, it } from 'vitest'
import { destinations } from '../destinations/registry.ts'
import { recipientFacts } from './review-facts.ts'

const last = (path: string): string => path.split('.').at(-1) ?? ''

describe.each(recipientFacts(destinations))('$name', ({ id, derived, clickParameters }) => {
  const destination = destinations.find((one) => one.id === id)
  const rows = destination?.rows ?? []

  it('has in words what is sent with every event without being a field', () => {
    const constants = rows.filter(({ from }) => from === '(constant)').map(({ to }) => last(to))
    const made = rows.map(({ to }) => last(to)).filter((name) => name === 'num_items' || name === 'content_type')
    for (const words of [derived?.en, derived?.fr])
      for (const name of [...constants, ...made]) expect(words).toContain(`\`${name}\``)
  })

  it('has in words how a limited part is marked', () => {
    const event = { name: 'purchase', eventId: 'o-1', occurredAtMs: 0, client: { region: 'US-CA' } }
    const [mark = ''] = Object.keys(destination?.limited(event as never) ?? {})
    expect(mark).not.toBe('')
    expect(derived?.en).toContain(`\`${mark}\``)
    expect(derived?.fr).toContain(`\`${mark}\``)
  })

  it('sends the field of each of its click ids', () => {
    expect([...(clickParameters?.keys() ?? [])]).toEqual(destination?.clickParameters.map(({ name }) => name))
    for (const field of clickParameters?.values() ?? []) expect(rows.map(({ from }) => from)).toContain(field)
  })
})
