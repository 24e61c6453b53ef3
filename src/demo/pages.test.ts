import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ConsentRefusal } from '../consent/types.ts'
import { EVENT_NAMES } from '../event/types.ts'
import { sources as sourcesOfGateway } from '../sources/registry.ts'
import { DEMO_SOURCES } from './sources/try-source.ts'

const PAGES = fileURLToPath(new URL('./pages/', import.meta.url))
type Dictionary = Readonly<Record<'fr' | 'en', Readonly<Record<string, string>>>>

interface LiveData {
  readonly readDecisions: (part: unknown) => { readonly decisions: readonly { readonly seq: number }[] }
  readonly gate: (destination: unknown) => { readonly open: boolean; readonly state: string }
  readonly verdict: (decision: unknown) => { readonly state: string; readonly ids: readonly string[] }
  readonly readAttempts: (part: unknown) => ReadonlyMap<string, unknown>
}

/** The pages are plain browser modules, so they are loaded by address and what they export is said here. */
async function liveData(): Promise<LiveData> {
  const module: LiveData = await import(/* @vite-ignore */ join(PAGES, 'live/data.js'))
  return module
}

async function dictionary(file: string, name: string): Promise<Dictionary> {
  const module: Readonly<Record<string, Dictionary>> = await import(/* @vite-ignore */ join(PAGES, file))
  const found = module[name]
  if (found === undefined) throw new Error(`${file} has no ${name}`)
  return found
}

function sources(extension: string, folder = ''): string[] {
  const files = readdirSync(join(PAGES, folder), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith(extension)).map((file) => readFileSync(join(PAGES, folder, file), 'utf8'))
}

describe.each([
  ['shop/texts.js', 'SHOP_TEXTS'],
  ['live/texts.js', 'LIVE_TEXTS'],
  ['sources/texts.js', 'SOURCE_TEXTS'],
  ['approval/texts.js', 'APPROVAL_TEXTS'],
  ['reasons.js', 'REASON_TEXTS'],
  ['reasons.js', 'EVENT_TEXTS'],
])('the texts of %s, %s', (file, name) => {
  it('have the same keys in French and in English', async () => {
    const { fr, en } = await dictionary(file, name)
    expect(Object.keys(fr).toSorted()).toEqual(Object.keys(en).toSorted())
  })

  it('are never empty, and name the same values in both languages', async () => {
    const { fr, en } = await dictionary(file, name)
    const values = (text: string | undefined) => (text?.match(/\{[a-z_]+\}/g) ?? []).toSorted()
    for (const [key, text] of Object.entries(fr)) {
      expect(text.trim()).not.toBe('')
      expect([key, ...values(en[key])]).toEqual([key, ...values(text)])
    }
  })
})

describe('the texts', () => {
  it('exist for every key that the pages and their modules write out', async () => {
    for (const [folder, file, name] of [
      ['shop', 'shop/texts.js', 'SHOP_TEXTS'],
      ['live', 'live/texts.js', 'LIVE_TEXTS'],
      ['sources', 'sources/texts.js', 'SOURCE_TEXTS'],
    ] as const) {
      const { en } = await dictionary(file, name)
      const html = sources('.html')
        .filter((page) => page.includes(`src="/${folder}/`))
        .join('\n')
      const used = [
        ...html.matchAll(/data-t(?:itle)?="([^"]+)"/g),
        ...sources('.js', folder)
          .join('\n')
          .matchAll(/\bt\('([a-z_.-]+)'/g),
      ].map(([, key]) => key ?? '')
      expect(used.length).toBeGreaterThan(20)
      expect(used.filter((key) => !Object.hasOwn(en, key))).toEqual([])
    }
  })

  it('have words for every event and for every refusal for lack of consent', async () => {
    const refusals: Readonly<Record<ConsentRefusal, true>> = {
      consent_unknown: true,
      consent_denied: true,
      consent_withdrawn: true,
      consent_expired: true,
      consent_malformed: true,
      opted_out: true,
      known_child: true,
    }
    const events = await dictionary('reasons.js', 'EVENT_TEXTS')
    const reasons = await dictionary('reasons.js', 'REASON_TEXTS')
    expect(Object.keys(events.fr).toSorted()).toEqual([...EVENT_NAMES].toSorted())
    expect(Object.keys(reasons.fr)).toEqual(expect.arrayContaining(Object.keys(refusals)))
  })
})

describe('the page of sources', () => {
  it('has a name and a line for every source', async () => {
    const { en } = await dictionary('sources/texts.js', 'SOURCE_TEXTS')
    const needed = DEMO_SOURCES.flatMap(({ id }) => [`source.${id}`, `about.${id}`])
    expect(needed.filter((key) => !Object.hasOwn(en, key))).toEqual([])
  })

  it('can try every source that the gateway has, but for what only Adobe can sign', () => {
    // The gateway takes the keys of Adobe I/O Events from Adobe's own host: a demo that could play it would need a hole there.
    const named = sourcesOfGateway.map(({ name }) => name).filter((name) => name !== 'magento.io_events')
    expect(DEMO_SOURCES.map(({ id }) => id).toSorted()).toEqual(named.toSorted())
  })
})

describe('the pages', () => {
  it('never turn data into markup', () => {
    for (const source of sources('.js'))
      expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/)
  })
})

describe('what the live page reads', () => {
  it('shows the last hundred decisions, newest first', async () => {
    const { readDecisions } = await liveData()
    const decisions = Array.from({ length: 130 }, (_, index) => ({ seq: index + 1, destinations: {} }))
    const read = readDecisions({ up: true, data: { seq: 130, policy_digest: 'd', decisions } })
    expect(read.decisions.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, index) => 130 - index))
  })

  it.each([
    undefined,
    null,
    { up: false },
    { up: true, data: 'x' },
    { up: true, data: { decisions: [null, 7, { seq: 'x' }] } },
  ])('takes an answer of another shape as no events: %j', async (part) => {
    const { readDecisions } = await liveData()
    expect(readDecisions(part).decisions).toEqual([])
  })

  it('opens a gate only for a decision that lets something leave', async () => {
    const { gate } = await liveData()
    expect(gate({ decision: 'full', outcome: { state: 'delivered' } })).toEqual({ open: true, state: 'delivered' })
    expect(gate({ decision: 'limited' })).toEqual({ open: true, state: 'waiting' })
    expect(gate({ decision: 'full', outcome: { state: 'rejected' } })).toEqual({ open: true, state: 'failed' })
    expect(gate({ decision: 'consent_denied' })).toEqual({ open: false, state: 'kept' })
    expect(gate({ decision: 'something_new' })).toEqual({ open: false, state: 'kept' })
  })

  it('calls an event delivered when one platform took it, and a duplicate only when none did', async () => {
    const { verdict } = await liveData()
    const duplicate = { id: 'tiktok', decision: 'duplicate' }
    const delivered = { id: 'meta', decision: 'full', outcome: { state: 'delivered' } }
    expect(verdict({ status: 'accepted', destinations: [duplicate, delivered] })).toEqual({
      state: 'delivered',
      ids: ['meta'],
    })
    expect(verdict({ status: 'duplicate', destinations: [duplicate] })).toEqual({ state: 'duplicate', ids: [] })
    expect(verdict({ status: 'refused', destinations: [] })).toEqual({ state: 'refused', ids: [] })
  })

  it('finds what a platform received of one event inside a batch, attempt by attempt', async () => {
    const { readAttempts } = await liveData()
    const body = { event_source: 'web', data: [{ event_id: 'a' }, { event_id: 'b' }] }
    const requests = [
      { at_ms: 1, body, answer: { status: 503, body: 'busy' } },
      { at_ms: 2, body, answer: { status: 200, body: { code: 0 } } },
    ]
    const attempts = readAttempts({ up: true, data: requests }).get('b')
    expect(attempts).toEqual([
      {
        at: 1,
        batch: 2,
        body: { event_source: 'web', data: [{ event_id: 'b' }] },
        answer: { status: '503', body: 'busy', dropped: false },
      },
      {
        at: 2,
        batch: 2,
        body: { event_source: 'web', data: [{ event_id: 'b' }] },
        answer: { status: '200', body: { code: 0 }, dropped: false },
      },
    ])
  })
})
