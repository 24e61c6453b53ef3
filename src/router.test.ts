import { expect, it } from 'vitest'
import { createRouter } from './router.ts'

const find = createRouter([
  { method: 'POST', path: '/v1/events' },
  { method: 'GET', path: '/v1/persons' },
  { method: 'DELETE', path: '/v1/persons/:key' },
])
const at = (method: string, path: string) => find(method, `https://events.shop.example${path}`)

it.each([
  ['as it stands in the table', '/v1/events'],
  ['with a query, which may hold anything', '/v1/events?to=/v1/persons/x#y'],
  ['with a letter escaped that needs no escape', '/v1/%65vents'],
])('finds an address %s', (_, path) => {
  expect(at('POST', path)).toEqual({ route: { method: 'POST', path: '/v1/events' } })
})

it.each(['/v1/persons/x', '/v1/persons/a%2Fb', '/v1/persons/%E0%A4', '/v1/persons/:key'])(
  'takes one whole segment for a parameter: %s',
  (path) => {
    expect(at('DELETE', path)).toEqual({ route: { method: 'DELETE', path: '/v1/persons/:key' } })
  },
)

it.each(['/v1/persons/', '/v1/persons/a/b', '/v1/events/', '/', '/constructor'])('finds nothing at %s', (path) => {
  expect(at('DELETE', path)).toBeUndefined()
})

it('says which methods an address takes, and lets HEAD ask for what GET does', () => {
  expect(at('PUT', '/v1/events')).toEqual({ allow: ['POST'] })
  expect(at('HEAD', '/v1/persons')).toEqual({ route: { method: 'GET', path: '/v1/persons' } })
})
