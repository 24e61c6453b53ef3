import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { knownFieldNames } from './known-fields.ts'
import { suggestField } from './suggest-field.ts'

describe('a field that is not known', () => {
  it.each([
    ['person.mobile', 'person.phone'],
    ['person.phone_number', 'person.phone'],
    ['order.discount_code', 'order.coupon'],
    ['person.emial', 'person.email'],
    ['person.Email', 'person.email'],
    ['email', 'person.email'],
    ['order.email', 'person.email'],
    ['order.curency', 'order.currency'],
    ['order.transaction_id', 'order.id'],
    ['order.items.sku', 'order.items.id'],
    ['order.items.qty', 'order.items.quantity'],
    ['user', 'person'],
    ['value', 'order.value'],
    ['pageUrl', 'page.url'],
    ['person.firstName', 'person.first_name'],
  ])('%s may have been meant as %s', (name, meant) => {
    expect(suggestField(name)).toBe(meant)
  })

  it.each(['loyalty_tier', 'client.mobile', 'id', 'order.country', 'order.items.colour', 'x', '', '__proto__', 'é'])(
    '%s is nothing that could be guessed',
    (name) => {
      expect(suggestField(name)).toBeUndefined()
    },
  )

  it('is never told to be what it is not: every suggestion is a known field', () => {
    const known = new Set(knownFieldNames())
    for (const word of [
      'mobile',
      'tva',
      'sku',
      'promo',
      'total',
      'url',
      'ip',
      'dob',
      'keyword',
      'lead',
      'uid',
      'products',
    ])
      expect(known.has(suggestField(word) ?? 'none')).toBe(true)
  })
})

it.each(['docs/diagnostics.md', 'docs/diagnostics.fr.md'])('the list of known fields in %s is whole', (path) => {
  const text = readFileSync(path, 'utf8')
  const list = text.slice(text.indexOf('<!-- fields -->'), text.indexOf('<!-- /fields -->'))
  const listed = [...list.matchAll(/`([a-z_.]+)`/g)].map(([, name]) => name)
  const leaves = knownFieldNames().filter((name, _, all) => !all.some((other) => other.startsWith(`${name}.`)))
  expect(new Set(listed)).toEqual(new Set(leaves))
})
