/** What a review must be told of the world outside the policy. The command reads it from the mappings and the guard. */

import type { Words } from '../document.ts'

export interface CookieFact {
  readonly name: string
  readonly kind: 'click' | 'browser'
  /** The canonical field that it fills. */
  readonly field: string
  /** Its value says when it was made: it is not prolonged. */
  readonly dated: boolean
  /** The gateway makes it where the browser has none. */
  readonly made: boolean
}

export interface RecipientFacts {
  readonly id: string
  /** As people call it: `TikTok`. */
  readonly name: string
  /** The interface that it receives through: `TikTok Events API 2.0`. */
  readonly api: string
  /** Canonical fields that name a person or a browser: they never leave under a limited permit. */
  readonly identifying: ReadonlySet<string>
  /** What is sent beside the fields, made from them or the same for all. */
  readonly derived?: Words
  /** Its click ids that an address may carry: parameter → the field without which the parameter is cut. */
  readonly clickParameters?: ReadonlyMap<string, string>
  /** Its cookies that a site may keep for it. */
  readonly cookies?: readonly CookieFact[]
}
