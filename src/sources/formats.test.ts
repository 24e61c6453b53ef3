import { describe, expect, it } from 'vitest'
import list from '../../test/vectors/sources.json'
import type { CompiledSources } from '../policy/types.ts'
import { requestOf, SOURCES } from './formats.fixture.ts'
import { ORDERS } from './shop-request.fixture.ts'
import { sources } from './registry.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'

interface Vector {
  readonly id: string
  readonly source: string
  readonly context: {
    readonly received_at: string
    readonly settings?: Readonly<Record<string, unknown>>
    readonly request_ip?: string
    readonly already_accepted?: unknown
  }
  readonly input: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly body_padding?: unknown
  }
  readonly expected: Readonly<Record<string, unknown>>
}

const OTHER_TOOLS = [
  'segment.http',
  'rudderstack.http',
  'ga4.collect',
  'ga4.mp',
  'stape.data',
  'zaraz.http',
  'meta.tr',
  'tiktok.pixel',
]

/** What depends on keys or on what came before is seen where requests are answered. */
const vectors = (list as readonly unknown[] as readonly Vector[]).filter(
  ({ source, context, input, expected }) =>
    OTHER_TOOLS.includes(source) &&
    context.already_accepted === undefined &&
    input.body_padding === undefined &&
    !(expected['error'] as { code: string } | undefined)?.code.startsWith('key_'),
)

function sourceNamed(name: string): Source {
  const source = sources.find((one) => one.name === (name === 'rudderstack.http' ? 'segment.http' : name))
  if (source === undefined) throw new Error(`no source ${name}`)
  return source
}

function asked({ context, input }: Vector): SourceRequest {
  return requestOf({
    ...input,
    ...(context.request_ip !== undefined && { ip: context.request_ip }),
    receivedAtMs: Date.parse(context.received_at),
    settings: { orders: ORDERS, sources: withCategories(context.settings ?? {}) },
  })
}

function withCategories(settings: Readonly<Record<string, unknown>>): CompiledSources {
  const categories = settings['segment_categories'] as NonNullable<CompiledSources['segment']>['categories']
  return {
    ...SOURCES,
    zaraz: { keys: [], events: {} },
    segment: { keys: [], categories: categories ?? {} },
  }
}

/** In the words of the vectors. */
function said(reading: SourceReading, expected: Vector['expected']): unknown {
  if (reading.kind === 'malformed') return { error: { status: 400, code: 'malformed', paths: reading.paths } }
  if (reading.kind !== 'read') return reading
  if (reading.events.length === 0)
    return { status: expected['status'], ignored: { reason: reading.ignored, ledger: reading.ledger.length > 0 } }
  return {
    status: expected['status'],
    events: reading.events.map(({ event }) => inTheirWords(event)),
    ...(expected['identity'] !== undefined && { identity: reading.events[0]?.identity }),
    ...(reading.skipped !== undefined && { skipped: reading.skipped }),
  }
}

function inTheirWords(event: Readonly<Record<string, unknown>>): unknown {
  const { search, ...rest } = event
  return {
    ...rest,
    occurred_at: Date.parse(String(event['occurred_at'])),
    ...(search !== undefined && { search_term: (search as { query: string }).query }),
  }
}

function withInstants(expected: Vector['expected']): unknown {
  const events = expected['events'] as readonly { occurred_at: string }[] | undefined
  if (events === undefined) return expected
  return { ...expected, events: events.map((one) => ({ ...one, occurred_at: Date.parse(one.occurred_at) })) }
}

describe('the vectors of other tools', () => {
  it('are there for every one of them', () => {
    expect(new Set(vectors.map(({ source }) => source))).toEqual(new Set(OTHER_TOOLS))
  })

  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s is read as it says', (_id, vector) => {
    const reading = sourceNamed(vector.source).read(asked(vector))
    expect(said(reading, vector.expected)).toEqual(withInstants(vector.expected))
  })
})
