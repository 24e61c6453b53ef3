import { expect, it } from 'vitest'
import { openApiDocument } from './openapi.ts'

const document = JSON.parse(JSON.stringify(openApiDocument('https://events.shop.example')))

it('describes every endpoint', () => {
  expect(Object.keys(document.paths).toSorted()).toEqual(
    [
      '/console',
      '/console/f/{file}',
      '/console/{page}',
      '/diagnostics',
      '/e',
      '/go/{code}',
      '/healthz',
      '/metrics',
      '/p.gif',
      '/reconciliation',
      '/t.js',
      '/t/{file}',
      '/v1/analysis/imports',
      '/v1/analysis/links',
      '/v1/analysis/record',
      '/v1/analysis/state',
      '/v1/analysis/tables',
      '/v1/analysis/tables/{id}',
      '/v1/analysis/tests',
      '/v1/consent',
      '/v1/dead-letters',
      '/v1/dead-letters/redrive',
      '/v1/diagnostics',
      '/v1/events',
      '/v1/lake',
      '/v1/ledger/lines',
      '/v1/ledger/orders',
      '/v1/ledger/platform',
      '/v1/ledger/settings',
      '/v1/ledger/sweep',
      '/v1/openapi.json',
      '/v1/parked',
      '/v1/parked/redrive',
      '/v1/persons/{key}',
      '/v1/policy/review',
      '/v1/receipts',
      '/v1/receipts/export',
      '/v1/regime',
      '/v1/session',
    ].toSorted(),
  )
  expect([document.openapi.slice(0, 3), document.servers]).toEqual(['3.1', [{ url: 'https://events.shop.example' }]])
})

it('resolves every reference', () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    (match) => match[1] ?? '',
  )
  expect(references.length).toBeGreaterThan(5)
  expect(references.filter((name) => !(name in document.components.schemas))).toEqual([])
})

it('describes the event as the parser takes it: snake_case, bounded, only name and id required', () => {
  const { Event } = document.components.schemas
  expect(Event.required).toEqual(['event', 'event_id'])
  expect(Event.properties.event_id.maxLength).toBe(128)
  expect(Event.properties.order.properties.items.maxItems).toBe(200)
  expect(Object.keys(Event.properties.person.properties)).toContain('external_id')
  expect(Object.keys(Event.properties.consent.properties.signals.properties)).toContain('gpp_sid')
  expect(Event.properties.order.properties.id.anyOf).toHaveLength(2)
})

it('asks a token of servers and none of browsers, and answers problems as RFC 9457', () => {
  const { '/v1/events': server, '/e': browser } = document.paths
  expect([server.post.security, browser.post.security]).toEqual([[{ token: [] }], []])
  expect(Object.keys(server.post.responses)).toEqual(['200', '202', '400', '401', '403', '413', '415', '503'])
  expect(Object.keys(server.post.responses['400'].content)).toEqual(['application/problem+json'])
  const namesIn = (parameters: readonly { name: string }[]) => parameters.map(({ name }) => name)
  expect(namesIn(server.post.parameters)).toEqual(['environment'])
  expect(namesIn(browser.post.parameters)).toEqual(['k', 'environment', 't'])
})
