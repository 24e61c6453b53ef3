/** What a site and a recipient are, apart from what leaves: who, where, under which rules of consent. */
import { z } from 'zod'
import { CMP_READERS } from '../consent/signals/cmp/index.ts'
import { findVendor, KNOWN_VENDORS } from '../consent/signals/tcf/gvl.ts'
import { PURPOSES } from '../consent/types.ts'
import { COUNTRIES } from '../consent/countries.ts'
import { analysis } from './schema-analysis.ts'
import { isDevelopmentOrigin, isHost } from './origins.ts'
import { isOwnSecret, OWN_SECRETS } from './own-secrets.ts'
import { browser } from './schema-browser.ts'
import { says } from './schema-messages.ts'
import { orders } from './schema-orders.ts'
import { AUTHORITY, HOST, origin } from './schema-site-words.ts'
import { sources } from './schema-sources.ts'
import { country, listOf, withNote, words } from './schema-words.ts'

const CMP_TOOLS = CMP_READERS.map(({ cmp }) => cmp)

const countryOrRegion = z
  .string()
  .refine((key) => /^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/.test(key) && COUNTRIES.has(key.slice(0, 2)), says('region'))
  .meta({ pattern: `^(${[...COUNTRIES].join('|')})(-[A-Z0-9]{1,3})?$` })

const tool = z.enum(CMP_TOOLS, says('consent_tool'))
const toolKey = z
  .string(says('quoted'))
  .max(128)
  .regex(/^[^\s*][^*]*\*?$/, says('tool_key'))

const consent = z
  .strictObject({
    ...withNote,
    max_age_days: z.int().min(1).max(730).describe('After how many days an answer must be asked for again.'),
    gpc_scope: z
      .enum(['mandated_states', 'all_us', 'worldwide'])
      .describe('Where Global Privacy Control, a browser’s opt-out, counts.'),
    regimes: z
      .record(countryOrRegion, z.enum(['opt-in', 'opt-out', 'none']))
      .describe('Country or region → the law there, where it differs from what is built in.'),
    snapshot_wait_minutes: z
      .int()
      .min(0)
      .max(1_440)
      .default(30)
      .describe('How long an order from a server waits, encrypted, for the consent that its browser will send.'),
    cookie_names: z
      .record(z.string().regex(/^[^\s;=,]{1,128}$/, says('cookie_name')), tool)
      .default({})
      .describe('Cookies that the site has renamed: name of the cookie → consent tool.'),
  })
  .describe('How answers about consent are read.')

const developmentOrigin = z
  .string()
  .refine(isDevelopmentOrigin, says('development_origin'))
  .meta({ pattern: `^https?://(${AUTHORITY}(:[0-9]{1,5})?|(127\\.0\\.0\\.1|localhost|\\[::1\\]):\\*)$` })
const host = z
  .string()
  .refine(isHost, says('host'))
  .meta({ pattern: `^${HOST}$`, maxLength: 253 })

const secretName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]+$/, says('secret_name'))
  .refine((name) => !isOwnSecret(name), says('own_secret'))
  .meta({ not: { pattern: `^${OWN_SECRETS}` } })

export const destinationRules = {
  ...withNote,
  account: z
    .string(says('quoted_account'))
    .regex(/^[A-Za-z0-9_-]{1,64}$/, says('account'))
    .describe('TikTok: pixel code. Meta: dataset id.'),
  token_secret: secretName.max(64).describe('The name of the secret that holds the access token; never the token.'),
  test_event_code: z
    .string(says('quoted_code'))
    .regex(/^[A-Za-z0-9_-]{1,64}$/, says('test_code'))
    .exactOptional()
    .describe('Sends everything to the platform’s test view.'),
  recipient: words.exactOptional().describe('The company that receives, with its seat.'),
  joint: words.exactOptional().describe('For what the recipient is a joint controller (GDPR Art. 26), if it is.'),
  transfers: words.exactOptional().describe('Countries outside the EEA that the data may reach, and the safeguard.'),
  retention: words.exactOptional().describe('How long the recipient keeps it.'),
  terms: words.exactOptional().describe('The contract on which the recipient receives.'),
  purposes: listOf(z.enum(PURPOSES))
    .min(1, says('no_purpose'))
    .describe('What the person must have agreed to; all of them.'),
  on_opt_out: z
    .enum(['drop', 'limited'])
    .describe('What an opt-out (US) leads to: nothing leaves, or only the groups in `limited`.'),
  consent_names: z
    .partialRecord(tool, listOf(toolKey).min(1, says('names_nothing')))
    .default({})
    .describe('Consent tool → how it calls this recipient (vendor, service or category); all must be allowed.'),
  tcf_vendor: z
    .int()
    .refine((vendor) => findVendor(KNOWN_VENDORS, vendor) !== undefined, says('vendor'))
    .meta({ enum: Object.keys(KNOWN_VENDORS.vendors).map(Number) })
    .exactOptional()
    .describe('Its number on the IAB’s Global Vendor List.'),
  ac_provider: z
    .int()
    .min(1)
    .max(1_000_000)
    .exactOptional()
    .describe('Its number on Google’s list of ad technology providers.'),
}

/** Thirteen months unless the policy says otherwise. */
const keptDays = z.int().min(1).max(3_650).default(395)

const contact = z.string().min(1).max(200)
const controller = z
  .strictObject({
    name: z.string().min(1).max(200).describe('The company, with its legal form and seat.'),
    contact: contact.describe('How to reach it: an address, an e-mail address.'),
    dpo: contact.exactOptional().describe('The data protection officer’s contact, where there is one.'),
    others: words.exactOptional().describe('Joint controllers, or the representative in the Union.'),
  })
  .describe('Who decides on purposes and means (GDPR Art. 30(1)(a)).')

export const siteRules = {
  ...withNote,
  controller,
  people: words
    .exactOptional()
    .describe('Whose data it is (GDPR Art. 30(1)(c)). Visitors and customers where nothing is said.'),
  security: words
    .exactOptional()
    .describe('The site’s own measures (GDPR Art. 30(1)(g)); the gateway’s are described already.'),
  processors: words
    .exactOptional()
    .describe(
      'Who processes for the site (GDPR Art. 28): above all whoever runs the machine, for instance Cloudflare.',
    ),
  demo: z.boolean().default(false).describe('A demo is marked on every screen.'),
  hosts: listOf(host).min(1, says('no_host')).describe('Names of the site.'),
  origins: listOf(origin).describe('Exact origins of pages that may send events.'),
  development_origins: listOf(developmentOrigin).default([]).describe('Origins taken in development only.'),
  default_country: country.describe('For phone numbers without a country code.'),
  shards: z.int().min(1).max(64).describe('Into how many stores the outbox is divided.'),
  consent,
  browser: browser.exactOptional(),
  orders: orders.exactOptional(),
  sources: sources.exactOptional(),
  analysis: analysis.exactOptional(),
  url_parameters: listOf(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, says('url_parameter'))).describe(
    'Parameters that stay in an address; all others are cut.',
  ),
  retention: z
    .strictObject({
      ...withNote,
      receipts_days: keptDays.describe('Receipts: what was decided and delivered.'),
      consent_days: keptDays.describe('The proof of what people answered.'),
    })
    .default({ receipts_days: 395, consent_days: 395 })
    .describe('How long the gateway keeps its own records.'),
}
