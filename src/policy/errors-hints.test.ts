/** An error shows the way on: what there is to choose from, and the group that would fit. */
import { describe, expect, it } from 'vitest'
import { errorsOf, errorsWith, KNOWN, SHOP } from './errors.fixture.ts'

describe('a name that is near no other', () => {
  it('of a group is answered with the groups that there are', () => {
    expect(errorsWith('looking: [contact]', 'looking: [phone]')).toEqual([
      expect.stringMatching(/no field group `phone` — there is `contact`$/) as unknown,
    ])
  })

  it('of a destination, with the destinations', () => {
    expect(errorsWith('      acme:', '      pinterest:')).toEqual([
      expect.stringMatching(/unknown destination `pinterest` — there is `acme`$/) as unknown,
    ])
    expect(errorsWith('      acme:', '      pinterest:', 'fr')).toEqual([
      expect.stringMatching(/destinataire inconnu\u00A0: `pinterest` — il existe `acme`$/) as unknown,
    ])
  })

  it('of an event, with the first twenty events', () => {
    const errors = errorsWith('      page_view: {', '      test_ride_booked: {')
    const error = errors.find((one) => one.includes('unknown key `test_ride_booked`')) ?? ''
    const [, hint = ''] = error.split(' — there is ')
    expect(hint).toContain('`page_view`, `view_item`')
    expect(hint.split(', ')).toHaveLength(21)
    expect(hint).toMatch(/, …$/)
  })

  it('of a line, with the groups of events and the events', () => {
    expect(errorsWith('looking: [contact]', 'test_ride_booked: [contact]')).toEqual([
      expect.stringMatching(/neither an event nor a group of events — there is `looking`, `page_view`/) as unknown,
    ])
  })

  it('of a field, with the fields', () => {
    expect(errorsWith('[person.email]', '[shoe_size]')).toEqual([
      expect.stringMatching(/unknown field `shoe_size` — there is `person\.email`, `person\.phone`.*…$/) as unknown,
    ])
  })
})

describe('a field in a form that the platform does not take', () => {
  it('is answered with the group that fits', () => {
    const text = SHOP.replace('version: 1', 'version: 1\nextends: tidegate/standard@1').replace(
      'looking: [contact]',
      'looking: [{ group: postal_hashed, fields: [person.city] }]',
    )
    const places = ['person.city', 'person.state', 'person.country'] as const
    const forms = Object.fromEntries(places.map((place) => [place, ['normalized'] as const]))
    const known = KNOWN.map((one) => ({
      ...one,
      fields: [...new Set([...one.fields, ...places])],
      treatments: { ...one.treatments, ...forms },
    }))
    expect(errorsOf(text, 'en', known)).toEqual([
      expect.stringMatching(
        /`person\.city` goes to acme as normalized; its group says hashed — use the group `postal_readable`$/,
      ) as unknown,
    ])
  })
})

describe('events of a group that are not in the plan', () => {
  it('are named in one error', () => {
    const text = SHOP.replace('[page_view]', '[page_view, purchase]').replace(/ {6}(?:page_view|purchase): .*\n/g, '')
    expect(errorsOf(text)).toEqual([
      'p.yaml:26:11  sites.shop.destinations.acme.allow.looking: `page_view`, `purchase` are allowed to leave, but they are not in ' +
        'the site’s event plan — add `page_view: { … }` and the others under `events`, or take them out here',
    ])
    expect(errorsOf(text, 'fr')).toEqual([expect.stringMatching(/`page_view`, `purchase` sont autorisés/) as unknown])
  })
})
