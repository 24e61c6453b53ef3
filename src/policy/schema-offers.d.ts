/** For `.meta(…)` of a block of free names: name → what it is. json-schema.ts makes properties of them. */
export interface Offers {
  readonly offers: Readonly<Record<string, string>>
}
export declare const RECIPIENTS: Offers
/** Groups first: who writes one of them needs no list of events. */
export declare const EVENTS_AND_GROUPS: Offers
/** One of the library's groups, or a name of the policy's own. */
export declare const A_FIELD_GROUP: {
  anyOf: (
    | {
        enum: string[]
        pattern?: never
      }
    | {
        enum?: never
        pattern: string
      }
  )[]
}
