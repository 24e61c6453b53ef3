/** A policy in which everything that a person may write is the given text. */
import type { Words } from '../document.ts'
import type { CompiledPolicy, CompiledSite } from '../types.ts'
import { twoSites } from './compiled.fixture.ts'

export function everywhere(text: string): CompiledPolicy {
  const both: Words = { en: text, fr: text }
  const policy = twoSites()
  return {
    ...policy,
    note: both,
    approval: { ...policy.approval, roles: [text] },
    grants: policy.grants.map((grant) => ({ ...grant, note: both, group: text })),
    sites: policy.sites.map((site) => siteOf(site, text, both)),
  }
}

const ORDERS = {
  orders: {
    money: 'presentment',
    tax: 'included',
    shipping: 'included',
    purchaseWhen: 'paid',
    itemId: 'sku',
    excluded: ['test'],
    excludedTags: [],
    renewalSources: [],
    settleSeconds: 60,
    timeZone: 'UTC',
    toleranceSeconds: 300,
    ledgerDays: 395,
  },
} as const satisfies Partial<CompiledSite>

function siteOf(site: CompiledSite, text: string, both: Words): CompiledSite {
  const events = Object.entries(site.document.events).map(([event, definition]) => [
    event,
    { ...definition, definition: both, page: both, trigger: both, owner: text, unique: text },
  ])
  return {
    ...site,
    ...ORDERS,
    sources: {
      segment: { keys: [text], categories: { [text]: ['ad_storage'] } },
      shopify: { shop: text, secrets: [text], apiToken: text, webPixel: true },
      zaraz: { keys: [text], events: { [text]: 'purchase' } },
    },
    urlParameters: [text],
    document: {
      ...site.document,
      note: both,
      controller: { name: text, contact: text, dpo: text, others: both },
      people: both,
      processors: both,
      parametersRemovedBySector: [text],
      security: both,
      retentionNote: both,
      consentNote: both,
      events: Object.fromEntries(events) as CompiledSite['document']['events'],
    },
    destinations: site.destinations.map((destination) => ({
      ...destination,
      accountId: text,
      consentNames: { tools: { [text]: [text] } },
      document: { note: both, recipient: both, joint: both, transfers: both, retention: both, terms: both },
    })),
  }
}

/** Texts that have broken a table, a link, a page or a spreadsheet before. */
export const HOSTILE: readonly string[] = [
  'a | b',
  '`a | b`',
  '``',
  '\\|',
  '\\',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)',
  "' x='",
  '</style></head>',
  '<!-- ',
  '&lt;b&gt; &amp;',
  '[click](javascript:alert(1))',
  '![x](http://x.example/y.png)',
  '# Heading',
  '- item',
  '1. one',
  '> quote',
  '---',
  '===',
  '**bold** _it_ ~~gone~~ $x$',
  'one\n\n# two\n| a | b |\n| - | - |',
  'line\r\nbreak\u2028and\u2029more',
  'approved\u202Edevorppa',
  '\u0000\u0007\u001B[31m',
  '\uD800',
  '=HYPERLINK("http://x.example","y")',
  '+33 1 00 00 00 00',
  '@SUM(A1)',
  '-2+3',
  '\t=1',
  'quote " and, comma',
]
