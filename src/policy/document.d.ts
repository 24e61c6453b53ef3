/** What a person reads, approves and signs: the words and terms of a policy. All of it is in the digest. */
import type { Purpose } from '../consent/types.ts'
import type { EventName } from '../event/types.ts'
import type { Treatment } from './fields.ts'
/** The same in both languages of the readers. */
export interface Words {
  readonly en: string
  readonly fr: string
}
/** GDPR Art. 6(1) (a) to (f), in the order of the article. */
export declare const LEGAL_BASES: readonly [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interests',
]
export type LegalBasis = (typeof LEGAL_BASES)[number]
/** The terms on which one field of one event leaves for one destination. */
export interface Grant {
  /** The field group it was written in, for people who look it up. */
  readonly group: string
  readonly treatment: Treatment
  readonly purpose: Purpose
  readonly legalBasis: LegalBasis
  /** How long the gateway holds a prepared value that it has not been able to deliver. */
  readonly retentionDays: number
  /** Absent: whenever there is a permit. */
  readonly condition?: Condition
  readonly note?: Words
}
/** Enforced for every event; all that are given must hold. An event whose country is unknown meets no country condition. */
export interface Condition {
  /** ISO 3166-1 alpha-2, sorted: only where the person is in one of them. */
  readonly countries?: readonly string[]
  /** Never where the person is in one of them; an unknown country counts as one of them. */
  readonly exceptCountries?: readonly string[]
  /** Only where this canonical field is in the event too: `person.external_id` = customers who are logged in. */
  readonly withField?: string
}
/** Kinds of business whose data the platforms' terms forbid: each takes fields away (policy/sectors.ts). */
export declare const SECTORS: readonly ['health', 'finance', 'minors', 'adult', 'politics', 'religion', 'unions']
export type Sector = (typeof SECTORS)[number]
/** One event of the plan. */
export interface EventDefinition {
  readonly definition: Words
  /** Where it happens: a path, a template, or words. */
  readonly page: Words
  readonly trigger: Words
  /** Who answers for it: a team or a role, not a person's name. */
  readonly owner: string
  /** `event_id`, `order.id` or `lead.id`. */
  readonly unique: string
}
/** Who decides on purposes and means (GDPR Art. 30(1)(a)). */
export interface Controller {
  readonly name: string
  readonly contact: string
  /** The data protection officer's contact; absent where there is none. */
  readonly dpo?: string
  /** Joint controllers or a representative in the Union, in words; absent where there is none. */
  readonly others?: Words
}
export interface SiteDocument {
  readonly note?: Words
  readonly controller: Controller
  /** Whose data: categories of data subjects (GDPR Art. 30(1)(c)). */
  readonly people: Words
  /** Technical and organisational measures (GDPR Art. 30(1)(g)): the gateway's own, with the site's added. */
  readonly security: Words
  /** Who processes for the controller (GDPR Art. 28): whoever runs the machine, above all. */
  readonly processors?: Words
  readonly sectors: readonly Sector[]
  /** Fields that a sector took away from what was written; sorted. */
  readonly removedBySector: readonly string[]
  /** Events that a sector keeps from leaving although they were allowed; in the order of EVENT_NAMES, absent where there is none. */
  readonly eventsRemovedBySector?: readonly EventName[]
  /** Parameters of addresses that a sector cuts although they were written; sorted, absent where there is none. */
  readonly parametersRemovedBySector?: readonly string[]
  /** The event plan, in the order of EVENT_NAMES: every event that the site sends, whether it leaves or not. */
  readonly events: Readonly<Partial<Record<EventName, EventDefinition>>>
  readonly retentionNote?: Words
  readonly consentNote?: Words
}
export interface DestinationDocument {
  readonly note?: Words
  /** The company that receives, with its seat: "TikTok Technology Limited (Dublin, Ireland)". */
  readonly recipient: Words
  /** Whether and for what it is a joint controller (GDPR Art. 26); absent where nobody has said so. */
  readonly joint?: Words
  /** Countries outside the EEA that it may reach, and the safeguard (GDPR Art. 30(1)(e)). */
  readonly transfers: Words
  /** How long the recipient keeps it. */
  readonly retention: Words
  /** The contract on which it receives. */
  readonly terms: Words
}
/** Who must sign, with which keys, and until when. */
export interface Approval {
  /** Roles that must all have signed, e.g. `legal`; sorted. Empty: nobody needs to sign, and production does not start. */
  readonly roles: readonly string[]
  /** The last day on which the policy holds, YYYY-MM-DD, UTC. */
  readonly validUntil: string
  readonly keys: readonly ApproverKey[]
}
/** A public key (Ed25519, RFC 8037). Only public ones are ever in the repository. */
export interface ApproverKey {
  readonly role: string
  readonly kid: string
  /** base64url of 32 bytes. */
  readonly x: string
}
