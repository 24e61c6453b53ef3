/**
 * The shape of policy.yaml. Strict: a key that is not here is an error, so that a misspelt rule is never silently no
 * rule. What needs the other parts of the file or the mappings to judge is in rules.ts.
 */
import { z } from 'zod'
import { CMP_READERS } from '../consent/signals/cmp/index.ts'
import { findVendor, KNOWN_VENDORS } from '../consent/signals/tcf/gvl.ts'
import { PURPOSES } from '../consent/types.ts'
import { EVENT_NAMES } from '../event/types.ts'
import { COUNTRIES } from './countries.ts'
import { TREATMENTS, UNIQUE_KEYS } from './fields.ts'
import { isDevelopmentOrigin, isHost, isOrigin } from './origins.ts'

const CMP_TOOLS = CMP_READERS.map(({ cmp }) => cmp)

const note = z.strictObject({ en: z.string().max(500), fr: z.string().max(500) })
const withNote = { note: note.exactOptional() }

const id = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a name here is small letters, digits and single hyphens, e.g. `my-shop`')
const groupName = z
  .string()
  .max(63)
  .regex(/^[a-z][a-z0-9_]*$/, 'a group name is small letters, digits and underscores, e.g. `contact_hashed`')
const eventName = z.enum(EVENT_NAMES, { error: 'is not the name of an event' })
const country = z.string().refine((code) => COUNTRIES.has(code), {
  error: 'must be a two-letter ISO 3166-1 country code in capitals, e.g. FR (the United Kingdom is GB)',
})
const countryOrRegion = z
  .string()
  .refine((key) => /^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/.test(key) && COUNTRIES.has(key.slice(0, 2)), {
    error: 'must be a country or a region of one by ISO 3166, e.g. `US` or `US-CA`',
  })

const tool = z.enum(CMP_TOOLS, { error: 'is not a consent tool that is read; docs/consent.md lists them' })
const toolKey = z
  .string({ error: 'must be text: write it in quotes' })
  .max(128)
  .regex(/^[^\s*][^*]*\*?$/, { error: 'must be a key as the consent tool writes it; only its end may be `*`' })

const consent = z.strictObject({
  ...withNote,
  max_age_days: z.int().min(1).max(730),
  gpc_scope: z.enum(['mandated_states', 'all_us', 'worldwide']),
  regimes: z.record(countryOrRegion, z.enum(['opt-in', 'opt-out', 'none'])),
  /** How long an order from a server waits, encrypted, for the consent that its browser will send. */
  snapshot_wait_minutes: z.int().min(0).max(1_440).default(30),
  /** Cookies that the site has renamed: name of the cookie → consent tool. */
  cookie_names: z.record(z.string().regex(/^[^\s;=,]{1,128}$/, 'must be the name of a cookie'), tool).default({}),
})

const allowedForms = 'must be an exact origin over https, e.g. https://www.shop.example (no path, no final slash, no *)'
const origin = z.string().refine(isOrigin, { error: allowedForms })
const developmentOrigin = z.string().refine(isDevelopmentOrigin, {
  error: 'must be an exact origin, or a loopback one with any port, e.g. "http://127.0.0.1:*"',
})
const host = z.string().refine(isHost, { error: 'must be a host name in small letters, e.g. www.shop.example' })

// The messages never repeat what was written: it may be the token itself.
const secretName = z.string().regex(/^[A-Z][A-Z0-9_]+$/, {
  error:
    'must be the name of a secret in capitals (e.g. TIKTOK_ACCESS_TOKEN); if this is the token itself, take it out ' +
    'of the file and replace it at the platform: it has been seen',
})

const destination = z.strictObject({
  ...withNote,
  account: z.string({ error: 'must be text: write the account id in quotes' }).regex(/^[A-Za-z0-9_-]{1,64}$/, {
    error: 'must be an account id: letters, digits, `_` and `-`',
  }),
  token_secret: secretName.max(64),
  test_event_code: z
    .string({ error: 'must be text: write the code in quotes' })
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be letters, digits, `_` and `-`' })
    .exactOptional(),
  purposes: listOf(z.enum(PURPOSES)).min(1, {
    error: 'a destination must name at least one purpose: nothing leaves without consent to something',
  }),
  on_opt_out: z.enum(['drop', 'limited']),
  /** Groups of fields that still leave where `on_opt_out` is `limited`; of them, what identifies nobody. */
  limited: listOf(z.string()).exactOptional(),
  /** Consent tool → how it calls this recipient (vendor, service or category); all must be allowed. */
  consent_names: z
    .partialRecord(tool, listOf(toolKey).min(1, { error: 'names nothing: take the line out' }))
    .default({}),
  /** Its number on the IAB's Global Vendor List. */
  tcf_vendor: z
    .int()
    .refine((id) => findVendor(KNOWN_VENDORS, id) !== undefined, {
      error: `must be one of the vendors whose declarations are built in: ${Object.keys(KNOWN_VENDORS.vendors).join(', ')}`,
    })
    .exactOptional(),
  /** Its number on Google's list of ad technology providers. */
  ac_provider: z.int().min(1).max(1_000_000).exactOptional(),
  /** Event or group of events → groups of fields. Everything not written is denied. */
  allow: z.record(z.string(), listOf(z.string()).min(1, { error: 'allows nothing: take the line out' })),
})

/** Thirteen months unless the policy says otherwise. */
const retentionDays = z.int().min(1).max(3_650).default(395)

const site = z.strictObject({
  ...withNote,
  demo: z.boolean().default(false),
  hosts: listOf(host).min(1, { error: 'a site needs at least one host' }),
  origins: listOf(origin),
  development_origins: listOf(developmentOrigin).default([]),
  default_country: country,
  shards: z.int().min(1).max(64),
  consent,
  url_parameters: listOf(
    z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, { error: 'must be the name of one URL parameter, without *' }),
  ),
  retention: z
    .strictObject({ ...withNote, receipts_days: retentionDays, consent_days: retentionDays })
    .default({ receipts_days: 395, consent_days: 395 }),
  unique: z.partialRecord(eventName, z.enum(UNIQUE_KEYS)).default({}),
  destinations: z.record(id, destination),
})

const fieldGroup = z.strictObject({
  ...withNote,
  fields: listOf(z.string()).min(1, { error: 'a field group needs at least one field' }),
  /** What the person must have agreed to. */
  purpose: z.enum(PURPOSES),
  /** GDPR Art. 6(1) (a) to (f). */
  legal_basis: z.enum([
    'consent',
    'contract',
    'legal_obligation',
    'vital_interests',
    'public_task',
    'legitimate_interests',
  ]),
  treatment: z.enum(TREATMENTS),
  /** How long the gateway holds a prepared value that it has not yet been able to deliver. */
  retention_days: z.int().min(1).max(396),
})

const eventGroup = z.strictObject({
  ...withNote,
  events: listOf(eventName).min(1, { error: 'an event group needs at least one event' }),
})

export const policySchema = z.strictObject({
  ...withNote,
  version: z.literal(1),
  field_groups: z.record(groupName, fieldGroup),
  event_groups: z.record(groupName, eventGroup).default({}),
  sites: z.record(id, site),
})
export type PolicyFile = z.infer<typeof policySchema>
export type SiteFile = PolicyFile['sites'][string]
export type DestinationFile = SiteFile['destinations'][string]

/** A list in which nothing stands twice. */
function listOf<Element extends z.ZodType>(element: Element): z.ZodArray<Element> {
  return z.array(element).superRefine((list, context) => {
    for (const [index, value] of list.entries()) {
      if (list.indexOf(value) < index) {
        context.addIssue({ code: 'custom', path: [index], message: 'is already in this list' })
      }
    }
  })
}
