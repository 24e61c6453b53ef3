/** The names of the bindings that the sources of a site need, as whoever runs the gateway must set them. */
import type { CompiledSources } from './types.ts'

export function secretsOfSources(sources: CompiledSources = {}): readonly string[] {
  const names = Object.values(sources).flatMap((source: Readonly<Record<string, unknown>>) => [
    ...listOf(source['secrets']),
    ...listOf(source['keys']),
    ...['apiToken', 'apiKey', 'apiSecret'].flatMap((key) => {
      const name = source[key]
      return typeof name === 'string' ? [name] : []
    }),
  ])
  return [...new Set(names)].toSorted()
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}
