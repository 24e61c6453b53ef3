/** No body and no address makes a reader throw: what cannot be read is parked, ignored or told to its sender. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import list from '../../test/vectors/sources.json' with { type: 'json' }
import { bodyOf, settingsOf, type SourceVector } from '../../scripts/vectors/source-vector.ts'
import { sources } from './registry.ts'
import { shopJson } from './shop-parts.ts'
import type { SourceRequest } from './source.ts'

const VECTORS = list as unknown as readonly SourceVector[]

/** One member somewhere in a body becomes something else. */
function broken(value: unknown, path: readonly number[], other: unknown): unknown {
  const [at, ...rest] = path
  if (at === undefined || typeof value !== 'object' || value === null) return other
  const entries = Object.entries(value)
  const [key] = entries[at % Math.max(entries.length, 1)] ?? []
  if (key === undefined) return other
  const changed = broken((value as Record<string, unknown>)[key], rest, other)
  return Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed }
}

function requestFor({ context, input }: SourceVector, text: string, query: string): SourceRequest {
  const headers = new Map(Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method: input.method,
    url: new URL(`${input.url ?? 'https://events.shop.example/hooks/x?a=1'}${query}`),
    headers: { get: (name) => headers.get(name) },
    text,
    receivedAtMs: Date.parse(context.received_at),
    settings: settingsOf(context),
  }
}

it.each(sources.map((source) => [source.name, source] as const))('%s', (name, source) => {
  const own = VECTORS.filter((vector) => vector.source === name && vector.input.body_padding === undefined)
  const [first] = own.length > 0 ? own : VECTORS
  const strange = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', '-1', 1e308, -0.5, 'NaN', '9'.repeat(400), '\ud800', ['__proto__']),
    // Neither a number nor a text can be made of it.
    fc.constant({ toString: null, valueOf: null }),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...(own.length > 0 ? own : first === undefined ? [] : [first])),
      fc.array(fc.nat(30), { maxLength: 6 }),
      strange,
      fc.string({ maxLength: 20 }),
      (vector, path, other, noise) => {
        const text = bodyOf(vector.input)
        const parsed = shopJson(text) ?? text
        const bodies = [JSON.stringify(broken(parsed, path, other)) ?? '', text.slice(0, path[0] ?? 0) + noise]
        for (const body of bodies) {
          const request = requestFor(vector, body, `&${new URLSearchParams([[noise, JSON.stringify(other)]])}`)
          const reading = source.read(request)
          // Whatever it is, it can be written down and sent on.
          expect(JSON.parse(JSON.stringify(reading))).toMatchObject({ kind: reading.kind })
          if (source.entrance.by === 'signature') {
            source.entrance.proof(request, new TextEncoder().encode(body))
            expect(reading.kind).not.toBe('malformed')
          } else if (source.entrance.by === 'key') source.entrance.key(request)
          else source.entrance.id(request)
        }
      },
    ),
    { numRuns: 150 },
  )
})
