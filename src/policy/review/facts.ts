/** What a review must be told of the world outside the policy. The command reads it from the mappings and the guard. */

export interface RecipientFacts {
  readonly id: string
  /** As people call it: `TikTok`. */
  readonly name: string
  /** The interface that it receives through: `TikTok Events API 2.0`. */
  readonly api: string
  /** Canonical fields that name a person or a browser: they never leave under a limited permit. */
  readonly identifying: ReadonlySet<string>
}
