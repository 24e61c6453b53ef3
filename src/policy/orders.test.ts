/** Orders and sources of a site in its policy: what they may say, what is wrong in them, what a change of them widens. */
import { describe, expect, it } from 'vitest'
import { sentencesOf } from './change-words.ts'
import { compare, needsApproval } from './compare.ts'
import { policyOf } from './compare.fixture.ts'
import { compilePolicy } from './compile.ts'
import { errorsOf, KNOWN, SHOP } from './errors.fixture.ts'
import { faultsOfFrench } from './french.fixture.ts'
import { secretsOfSources } from './source-secrets.ts'
import type { CompiledOrders, CompiledSources } from './types.ts'

const PLACE = '    url_parameters: []\n'
const ORDERS = '    orders: { time_zone: Europe/Paris }'

/** What is put in stands from line 19 on. */
function withLines(lines: string): string {
  return SHOP.replace(PLACE, `${PLACE}${lines}\n`)
}

function compiledSite(lines: string) {
  const result = compilePolicy(withLines(lines), KNOWN, (content) => content)
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message.en).join('\n'))
  return result.policy.sites[0]
}

describe('the orders of a site', () => {
  it('need a time zone; all else has a default, and test orders are excluded whatever is written', () => {
    expect(compiledSite(ORDERS)?.orders).toEqual({
      money: 'presentment',
      tax: 'included',
      shipping: 'included',
      purchaseWhen: 'paid',
      itemId: 'sku',
      excluded: ['draft', 'pos', 'renewal', 'test', 'unpaid'],
      excludedTags: [],
      renewalSources: [],
      settleSeconds: 0,
      timeZone: 'Europe/Paris',
      toleranceSeconds: 300,
      ledgerDays: 395,
    })
    const written = compiledSite('    orders: { time_zone: UTC, excluded: [pos], excluded_tags: [B2B, b2b, Staff] }')
    expect(written?.orders).toMatchObject({ excluded: ['pos', 'test'], excludedTags: ['b2b', 'staff'] })
  })

  it('that count once they are placed do not exclude those that wait for their money', () => {
    const site = compiledSite('    orders: { time_zone: UTC, purchase_when: created }')
    expect(site?.orders?.excluded).toEqual(['draft', 'pos', 'renewal', 'test'])
  })
})

describe('the sources of a site', () => {
  it('are compiled sorted, with what was left out left out; whoever runs the gateway can be told each secret', () => {
    const site = compiledSite(`${ORDERS}
    sources:
      stape: {}
      shopify: { shop: my-shop.myshopify.com, secrets: [NEW_HOOK, HOOK], api_token: SHOP_API }
      ga4: { measurement_ids: [G-ABCD1234] }
      segment: { keys: [WRITE_KEY], categories: { Ads: [ad_user_data, ad_storage] } }
      tiktok_shop: { shop_id: '7494000000', app_key: a1bc, secrets: [S1], api_token: TTS_API, shop_cipher: ROW_x-1= }`)
    expect(site?.sources).toEqual({
      ga4: { measurementIds: ['G-ABCD1234'], keys: [] },
      segment: { keys: ['WRITE_KEY'], categories: { Ads: ['ad_storage', 'ad_user_data'] } },
      shopify: { shop: 'my-shop.myshopify.com', secrets: ['HOOK', 'NEW_HOOK'], apiToken: 'SHOP_API', webPixel: false },
      stape: { pages: true },
      tiktok_shop: {
        shopId: '7494000000',
        appKey: 'a1bc',
        secrets: ['S1'],
        apiToken: 'TTS_API',
        shopCipher: 'ROW_x-1=',
      },
    })
    expect(Object.keys(site?.sources ?? {})).toEqual(['ga4', 'segment', 'shopify', 'stape', 'tiktok_shop'])
    expect(secretsOfSources(site?.sources)).toEqual(['HOOK', 'NEW_HOOK', 'S1', 'SHOP_API', 'TTS_API', 'WRITE_KEY'])
  })
})

/** A second site with the same source as the first one, where it is marked. */
function twoShops(sources: string): string {
  const first = withLines(`${ORDERS}\n    sources: ${sources.replace('¦', '')}`)
  const second = withLines(`${ORDERS}\n    sources: ${sources}`)
  const block = second.slice(second.indexOf('  shop:\n'))
  return first + block.replace('  shop:', '  other:').replaceAll('shop.example', 'other.example')
}

/** The error is said at the place that is marked. */
function expectError(marked: string, words: string): void {
  const before = marked.slice(0, marked.indexOf('¦')).split('\n')
  const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`
  const found = errorsOf(marked.replace('¦', '')).filter((error) => error.includes(words))
  expect(found).toEqual([expect.stringMatching(new RegExp(`^p\\.yaml:${place} `)) as unknown])
}

describe('a mistake in orders or sources', () => {
  // ¦ stands before what the error points at.
  it.each([
    ['    ¦orders: {}', 'time_zone: is missing'],
    ['    orders: { time_zone: ¦Europe/Pariss }', 'must be a time zone of the IANA database'],
    ['    orders: { time_zone: ¦CET }', 'must be a time zone of the IANA database'],
    ['    orders: { time_zone: ¦"+02:00" }', 'must be a time zone of the IANA database'],
    ['    orders: { time_zone: UTC, settle_seconds: ¦3601 }', 'is too large: at most 3600'],
    ['    orders: { time_zone: UTC, tolerance_seconds: ¦10 }', 'is too small: at least 30'],
    ['    orders: { time_zone: UTC, ¦exclude: [pos] }', 'did you mean `excluded`?'],
    [
      '    orders: { time_zone: UTC, purchase_when: created, excluded: [¦unpaid] }',
      '`unpaid` is excluded, and `purchase_when: created` counts orders before they are paid',
    ],
    ['    ¦sources: { stape: {} }', 'sources: needs `orders`'],
    [`${ORDERS}\n    ¦sources: {}`, 'names no source: take the line out'],
    [`${ORDERS}\n    sources: { ¦magento: {} }`, '`secrets` is missing (for the module)'],
    [`${ORDERS}\n    sources: { magento: { adobe_clients: [¦ACME_TOKEN] } }`, '`ACME_TOKEN` is the token of `acme`'],
    [`${ORDERS}\n    sources: { magento: { ¦secrets: [] } }`, 'names no secret'],
    [`${ORDERS}\n    sources: { stripe: { secrets: [¦whsec_4f1c9a0b7d2e] } }`, 'it has been seen'],
    [`${ORDERS}\n    sources: { stripe: { secrets: [¦WHSEC_4F1C9A0B7D2E] } }`, 'it has been seen'],
    [`${ORDERS}\n    sources: { magento: { secrets: [¦X_9F86D081884C7D659A2FEAA0] } }`, 'it has been seen'],
    [`${ORDERS}\n    sources: { magento: { secrets: [¦TIDEGATE_TOKEN_SECRET] } }`, 'must not begin with TIDEGATE_'],
    [`${ORDERS}\n    sources: { magento: { secrets: [¦ACME_TOKEN] } }`, '`ACME_TOKEN` is the token of `acme`'],
    [
      `${ORDERS}\n    sources: { woocommerce: { url: ¦https://shop.example/, secrets: [HOOK] } }`,
      'must be the shop’s address over https',
    ],
    [
      `${ORDERS}\n    sources: { woocommerce: { url: https://shop.example, secrets: [HOOK], ¦api_key: KEY } }`,
      'the shop’s API also asks for `api_secret`',
    ],
    [
      `${ORDERS}\n    sources: { shopify: { shop: ¦shop.example, secrets: [HOOK] } }`,
      'must be the shop’s permanent name',
    ],
    [`${ORDERS}\n    sources: { tiktok_shop: { shop_id: ¦7494000000, app_key: a1bc, secrets: [S1] } }`, 'in quotes'],
    [
      `${ORDERS}\n    sources: { tiktok_shop: { shop_id: '7494000000', app_key: a1bc, secrets: [S1], ¦shop_cipher: ROW_x-1 } }`,
      'the shop’s API also asks for `api_token`',
    ],
    [`${ORDERS}\n    sources: { zaraz: { keys: [KEY], events: { Bought: ¦buy } } }`, 'is not the name of an event'],
    [
      `${ORDERS}\n    sources: { zaraz: { keys: [¦KEY] }, segment: { keys: [KEY] } }`,
      '`KEY` is the key of `segment` already',
    ],
  ])('%s', (lines, words) => {
    expectError(withLines(lines), words)
  })

  it.each([
    ['{ meta_pixel: { ids: [¦"100000"] } }', '`100000` belongs to site `shop` already'],
    ['{ segment: { keys: [¦KEY] } }', '`KEY` belongs to site `shop` already'],
    ['{ shopify: { shop: ¦a.myshopify.com, secrets: [HOOK] } }', '`a.myshopify.com` belongs to site `shop` already'],
  ])('in the second of two sites: %s', (sources, words) => {
    expectError(twoShops(sources), words)
  })

  it('never repeats what may be the secret itself', () => {
    const secret = 'shpss_4f1c9a0b7d2e5566'
    const errors = errorsOf(withLines(`${ORDERS}\n    sources: { webhook: { secrets: [${secret}] } }`))
    expect(errors).toHaveLength(1)
    expect(errors.join()).not.toContain(secret)
  })
})

const COUNTED: CompiledOrders = {
  money: 'presentment',
  tax: 'included',
  shipping: 'included',
  purchaseWhen: 'paid',
  itemId: 'sku',
  excluded: ['pos', 'test'],
  excludedTags: ['b2b'],
  renewalSources: [],
  settleSeconds: 60,
  timeZone: 'Europe/Paris',
  toleranceSeconds: 300,
  ledgerDays: 395,
}
const NAMES = { destination: (id: string) => id }

function changed(before: unknown, after: unknown, what: 'orders' | 'sources') {
  const site = (value: unknown) => (value === undefined ? {} : { [what]: value })
  const changes = compare(policyOf({ site: site(before) }), policyOf({ site: site(after) }))
  const sentences = sentencesOf(changes, NAMES)
  for (const { en, fr } of sentences) expect([en, ...faultsOfFrench({ en, fr })]).toEqual([en])
  return { signed: needsApproval(changes), text: sentences.map(({ en }) => en).join('\n') }
}

describe('a change of how orders are counted', () => {
  it.each<[string, Partial<CompiledOrders>, boolean, string]>([
    ['another side of the money', { money: 'shop' }, true, 'from `presentment` to `shop`'],
    ['the tax taken out', { tax: 'excluded' }, true, 'Whether the value of a sale holds the tax'],
    ['orders that are not paid yet', { purchaseWhen: 'created' }, true, 'as soon as it is placed'],
    ['sales at the till', { excluded: ['test'] }, true, 'orders of the kind `pos` count as sales'],
    ['one more exclusion', { excluded: ['draft', 'pos', 'test'] }, false, '`draft` no longer count as sales'],
    ['a tag that counts', { excludedTags: [] }, true, 'orders with the tag `b2b` count as sales'],
    ['a longer wait', { settleSeconds: 120 }, true, 'from `60` to `120`'],
    ['a longer ledger', { ledgerDays: 800 }, true, 'from `395` to `800`'],
    ['a shorter ledger', { ledgerDays: 30 }, false, 'from `395` to `30`'],
    ['another time zone', { timeZone: 'UTC' }, false, 'Where a day of the shop begins'],
  ])('%s', (_title, change, signed, words) => {
    const found = changed(COUNTED, { ...COUNTED, ...change }, 'orders')
    expect(found.text).toContain(words)
    expect(found.signed).toBe(signed)
  })

  it('is told whole where the ledger is new', () => {
    const found = changed(undefined, COUNTED, 'orders')
    expect(found).toMatchObject({ signed: true, text: expect.stringContaining('each for 395 days') as unknown })
    expect(changed(COUNTED, undefined, 'orders').signed).toBe(false)
  })

  it('counts as widening where this program does not know the key', () => {
    expect(changed(COUNTED, { ...COUNTED, later: true }, 'orders').signed).toBe(true)
  })
})

describe('a new site', () => {
  it('is told with the ledger that it brings and with who else may send', () => {
    const [site] = policyOf({ site: { orders: COUNTED, sources: { stape: { pages: true } } } }).sites
    if (site === undefined) throw new Error('the fixture has no site')
    const after = policyOf({ policy: { sites: [site] } })
    const text = sentencesOf(compare(policyOf({ policy: { sites: [] } }), after), NAMES).map(({ en }) => en)
    expect(text.join('\n')).toMatch(/A new site: .*\n.*a ledger of orders is kept.*\nA new source: Stape/)
  })
})

describe('a change of the sources', () => {
  const shopify = { shop: 'a.myshopify.com', secrets: ['HOOK'], webPixel: false }
  const segment = { keys: ['KEY'], categories: { Ads: ['ad_storage'] as const } }
  it.each<[string, CompiledSources | undefined, CompiledSources | undefined, boolean, string]>([
    ['a new one', undefined, { shopify }, true, 'A new source: Shopify (shop: `a.myshopify.com`; secrets: `HOOK`'],
    ['one that is gone', { shopify }, undefined, false, 'No longer taken: Shopify.'],
    [
      'a new secret',
      { shopify },
      { shopify: { ...shopify, secrets: ['HOOK', 'NEW'] } },
      true,
      'Shopify: added: secret that may sign `NEW`.',
    ],
    [
      'a secret less',
      { shopify: { ...shopify, secrets: ['HOOK', 'OLD'] } },
      { shopify },
      false,
      'removed: secret that may sign `OLD`.',
    ],
    [
      'another shop',
      { shopify },
      { shopify: { ...shopify, shop: 'b.myshopify.com' } },
      true,
      'another shop: `b.myshopify.com`',
    ],
    ['its web pixel', { shopify }, { shopify: { ...shopify, webPixel: true } }, true, 'web pixel events from now on'],
    [
      'its API',
      { shopify },
      { shopify: { ...shopify, apiToken: 'API' } },
      true,
      'reads orders from the shop’s API with `API`',
    ],
    [
      'what a category permits',
      { segment },
      { segment: { ...segment, categories: { Ads: ['ad_storage', 'ad_user_data'] } } },
      true,
      'Segment, RudderStack (`Ads`): what a consent category permits',
    ],
    ['an unknown key', { shopify }, { shopify: { ...shopify, later: true } as typeof shopify }, true, 'cannot judge'],
  ])('%s', (_title, before, after, signed, words) => {
    const found = changed(before, after, 'sources')
    expect(found.text).toContain(words)
    expect(found.signed).toBe(signed)
  })
})
