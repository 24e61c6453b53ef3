/**
 * The shape of policy.yaml. Strict: a key that is not here is an error, so that a misspelt rule is never silently no
 * rule. What needs the other parts of the file or the mappings to judge is in rules.ts. The published JSON Schema is made
 * of this (json-schema.ts): each key has its words for editors here.
 */
import { z } from 'zod'
import { PURPOSES } from '../consent/types.ts'
import { EVENT_NAMES, type EventName } from '../event/types.ts'
import { LEGAL_BASES, SECTORS } from './document.ts'
import { CANONICAL_FIELDS, TREATMENTS, UNIQUE_KEYS } from './fields.ts'
import { says } from './schema-messages.ts'
import { A_FIELD_GROUP, EVENTS_AND_GROUPS, RECIPIENTS } from './schema-offers.ts'
import { siteRules, destinationRules } from './schema-site.ts'
import { country, id, listOf, withNote, words } from './schema-words.ts'
import { STANDARD } from './standard.ts'
import { STANDARD_EVENTS } from './standard-events.ts'

const groupName = z
  .string()
  .max(63)
  .regex(/^[a-z][a-z0-9_]*$/, says('group_name'))
const eventName = z.enum(EVENT_NAMES, says('event_name'))

/** Whether it is one is said by rules.ts, with the fields that the mappings know; editors offer these. */
const fieldName = z.string().meta({ examples: [...CANONICAL_FIELDS] })

const condition = z
  .strictObject({
    countries: listOf(country)
      .min(1, says('no_country'))
      .exactOptional()
      .describe('Only where the person is in one of these countries; where the country is unknown, nothing leaves.'),
    except_countries: listOf(country)
      .min(1, says('no_country'))
      .exactOptional()
      .describe('Never where the person is in one of these countries, nor where the country is unknown.'),
    with_field: fieldName
      .exactOptional()
      .describe('Only where the event has this field too: `person.external_id` = customers who are logged in.'),
  })
  .refine((given) => Object.keys(given).length > 0, says('empty_condition'))
  .meta({ minProperties: 1 })
  .describe(
    'When it may leave, beside the consent: all that is written here must hold. Absent: whenever there is consent.',
  )

const purpose = z.enum(PURPOSES).describe('What the person must have agreed to.')
const legalBasis = z.enum(LEGAL_BASES).describe('GDPR Art. 6(1) (a) to (f).')
const retentionDays = z
  .int()
  .min(1)
  .max(396)
  .describe('How many days the gateway holds a prepared value that it has not yet been able to deliver.')

const fieldGroup = z.strictObject({
  ...withNote,
  fields: listOf(fieldName)
    .min(1, says('empty_field_group'))
    .describe('Fields of the event, e.g. person.email, order.value.'),
  purpose,
  legal_basis: legalBasis,
  treatment: z
    .enum(TREATMENTS)
    .describe('In what form it leaves: as it is, as a cleaned address, normalised, or hashed.'),
  retention_days: retentionDays,
  condition: condition.exactOptional(),
})

const eventGroup = z.strictObject({
  ...withNote,
  events: listOf(eventName).min(1, says('empty_event_group')).describe('Events that are allowed together.'),
})

/** Whether there is one of that name is said by rules.ts. */
const groupOfFields = z.string().meta(A_FIELD_GROUP)

/** One group of fields on terms of its own, for this line only. */
const override = z.strictObject({
  ...withNote,
  group: groupOfFields.describe('The field group that this line is about.'),
  fields: listOf(fieldName).min(1, says('no_field')).exactOptional().describe('Only these fields of the group.'),
  purpose: purpose.exactOptional(),
  legal_basis: legalBasis.exactOptional(),
  retention_days: retentionDays.exactOptional(),
  condition: condition.exactOptional(),
})

const allowed = z.union([groupOfFields, override], says('allowed'))

const destination = z.strictObject({
  ...destinationRules,
  /** Groups of fields that still leave where `on_opt_out` is `limited`; of them, what identifies nobody. */
  limited: listOf(groupOfFields)
    .min(1, says('limits_nothing'))
    .exactOptional()
    .describe('Field groups that still leave where on_opt_out is limited; of them, what identifies nobody.'),
  allow: z
    .record(z.string().meta({ pattern: '^[a-z][a-z0-9_]*$' }), listOf(allowed).min(1, says('allows_nothing')))
    .meta({ ...EVENTS_AND_GROUPS })
    .describe('Event or group of events → groups of fields. Everything not written is denied.'),
})

/** What a definition may leave to `defaults` or to the library. */
const plannedEvent = z.strictObject({
  definition: words.exactOptional().describe('What it means that this event happened.'),
  page: words.exactOptional().describe('Where it happens: a path, a template, or words.'),
  trigger: words.exactOptional().describe('What the visitor does, or the system, at that moment.'),
  owner: z.string().min(1).max(100).exactOptional().describe('The team or role that answers for it, not a person.'),
  unique: z
    .enum(UNIQUE_KEYS)
    .exactOptional()
    .describe('What makes it the same event when it comes twice; the event id where nothing is said.'),
})

const perEvent = Object.fromEntries(
  EVENT_NAMES.map((name) => [name, plannedEvent.exactOptional().describe(STANDARD_EVENTS[name].definition.en)]),
) as unknown as Record<EventName, z.ZodExactOptional<typeof plannedEvent>>

const eventPlan = z
  .strictObject({
    defaults: plannedEvent
      .pick({ owner: true, page: true, trigger: true })
      .exactOptional()
      .describe('What holds for every event of the plan that does not say otherwise.'),
    ...perEvent,
  })
  .describe('The event plan: every event that the site sends. Only what is planned may be allowed to leave.')

const site = z.strictObject({
  ...siteRules,
  sectors: listOf(z.enum(SECTORS))
    .default([])
    .describe('Kinds of business whose data the platforms’ terms forbid: each takes fields, events and paths away.'),
  events: eventPlan.default({}),
  destinations: z
    .record(id, destination)
    .meta({ ...RECIPIENTS })
    .describe('One block for each recipient.'),
})

const day = z.string(says('day')).refine(isDay, says('calendar_day')).meta({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const roleName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, says('role'))

const approval = z
  .strictObject({
    roles: listOf(roleName).describe('Who must have signed before production starts; all of them.'),
    valid_until: day.describe('The last day on which the policy holds (UTC). After it, production does not start.'),
    keys: z
      .array(
        z.strictObject({
          role: roleName,
          kid: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, says('key_id')),
          x: z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, says('public_key')),
        }),
      )
      .max(20)
      .default([])
      .describe('The public keys of those who sign (Ed25519). Private ones never belong in this file.'),
  })
  .describe('Who must sign this policy, with which keys, and until when it holds. Absent: production does not start.')

export const policySchema = z.strictObject({
  ...withNote,
  version: z.literal(1),
  extends: z
    .literal(STANDARD, says('library'))
    .exactOptional()
    .describe(
      'Field groups, event groups, event definitions and recipients that need not be written here. Same name: ours wins.',
    ),
  approval: approval.exactOptional(),
  field_groups: z
    .record(groupName, fieldGroup)
    .default({})
    .describe('What a group of data is, and on which terms it leaves.'),
  event_groups: z.record(groupName, eventGroup).default({}).describe('Events that are allowed together.'),
  sites: z.record(id, site),
})
export type PolicyFile = z.infer<typeof policySchema>
export type SiteFile = PolicyFile['sites'][string]
export type DestinationFile = SiteFile['destinations'][string]
export type FieldGroupFile = z.infer<typeof fieldGroup>
export type EventGroupFile = z.infer<typeof eventGroup>
export type AllowedFile = z.infer<typeof allowed>
export type ConditionFile = z.infer<typeof condition>
export type PlannedEventFile = z.infer<typeof plannedEvent>

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
