/** What visits are resolved to: the examples of the guides, the policy's own rules, and what holds for any address. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectPersonalData } from '../../privacy/detect.ts'
import { RESOLVED_BY, TOUCH_KINDS } from '../touch.ts'
import { isLinkCode } from './link.ts'
import { resolveTouch, type Arrival, type TouchRules } from './resolve.ts'

const SHOP = 'https://www.shop.example'
const RULES: TouchRules = { isOwnHost: (host) => host === 'shop.example', rules: [] }

/** Rows whose first cell is a path in backquotes; `–` is an empty cell. */
function examplesOf(guide: string): string[][] {
  const text = readFileSync(new URL(`../../../docs/${guide}`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `/'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => /`([^`]*)`/.exec(cell)?.[1] ?? ''),
    )
}

function arrivalOf(path: string, before: string): Arrival {
  return before.startsWith('Mozilla')
    ? { url: SHOP + path, userAgent: before }
    : { url: SHOP + path, referrer: before === '' ? undefined : before }
}

const EXAMPLES = examplesOf('touches.md')

describe('an example of the guide', () => {
  it('stands in both languages', () => {
    expect(EXAMPLES.length).toBeGreaterThan(20)
    expect(examplesOf('touches.fr.md')).toEqual(EXAMPLES)
  })

  it.each(EXAMPLES)('%s from %s is %s, %s, by %s', (path, before, source, kind, by, others) => {
    const touch = resolveTouch(arrivalOf(path ?? '', before ?? ''), RULES)
    if (source === 'none') return expect(touch).toBeUndefined()
    const { source: isSource, kind: isKind, by: isBy, ...rest } = touch ?? { source: '', kind: '', by: '' }
    expect([isSource, isKind, isBy]).toEqual([source, kind, by])
    const said = Object.entries(rest).map(([name, value]) => `${name}=${String(value)}`)
    expect(said.join(' ')).toBe(others)
  })
})

describe('a rule of the policy', () => {
  const resolved = (rule: Partial<TouchRules['rules'][number]>, path: string, referrer?: string) =>
    resolveTouch(
      { url: SHOP + path, referrer },
      { ...RULES, rules: [{ source: 'partners', kind: 'creator', ...rule }] },
    )

  it.each([
    [{ utmSource: 'partner-*' }, '/?utm_source=Partner-42&utm_medium=cpc', undefined, 'utm_name'],
    [{ utmMedium: 'amb' }, '/?utm_source=tiktok&utm_medium=AMB&ttclid=x', undefined, 'utm_name'],
    [{ utmCampaign: 'drop*' }, '/?utm_campaign=drop-3&utm_id=1790000000000000001', undefined, 'utm_id'],
    [{ referrerHost: 'partner.example' }, '/', 'https://blog.partner.example/x', 'referrer'],
    [{ parameter: 'ref' }, '/?Ref=7', `${SHOP}/`, 'utm_name'],
  ])('%j comes before all that is built in: %s', (rule, path, referrer, by) => {
    expect(resolved(rule, path, referrer)).toMatchObject({ source: 'partners', kind: 'creator', by })
  })

  it.each([
    [{ utmSource: 'partner' }, '/?utm_source=partner-42'],
    [{ utmSource: 'tiktok', utmMedium: 'amb' }, '/?utm_source=tiktok&utm_medium=paid'],
    [{ referrerHost: 'artner.example' }, '/'],
  ])('%j fits only where all of it holds: %s', (rule, path) => {
    expect(resolved(rule, path, 'https://partner.example/')?.source).not.toBe('partners')
  })
})

const NAMES = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'utm_id', 'ad_id', 'tg', 'ttclid']
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.constantFrom('jane.doe@example.com', '+33 6 39 98 12 34', '4111111111111111', '__CID__', '{{ad.id}}', '@lea.b'),
  fc.stringMatching(/^[1-9]\d{7,19}$/),
)
const pairs = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 8 })

describe('of any address', () => {
  it('nothing that names a person is kept, nothing longer than it may be, and no macro', () => {
    fc.assert(
      fc.property(pairs, fc.option(fc.webUrl()), (parameters, referrer) => {
        const query = parameters.map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed())}`).join('&')
        const touch = resolveTouch({ url: `${SHOP}/?${query}`, referrer: referrer ?? undefined }, RULES)
        if (touch === undefined) return false
        const { source, kind, by, campaign = '', group = '', creative = '', link } = touch
        const kept = [source, campaign, group, creative].filter((text) => text !== '')
        return (
          source.length <= 40 &&
          /^[a-z0-9][a-z0-9._-]*$/.test(source) &&
          TOUCH_KINDS.includes(kind) &&
          RESOLVED_BY.includes(by) &&
          (link === undefined || isLinkCode(link)) &&
          kept.every((text) => text.length <= 80 && !/__[A-Z]+__|\{\{/.test(text)) &&
          kept.every((text) => detectPersonalData(text, 'id').length === 0)
        )
      }),
      { numRuns: 500 },
    )
  })

  it('any text at all is taken, and never thrown at', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string()),
        fc.option(fc.string()),
        fc.option(fc.string()),
        (url, referrer, userAgent) => {
          resolveTouch(
            { url: url ?? undefined, referrer: referrer ?? undefined, userAgent: userAgent ?? undefined },
            RULES,
          )
        },
      ),
    )
  })
})
