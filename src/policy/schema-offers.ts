/** Names that the library knows, for editors to offer where a policy may also write its own. */
import { STANDARD_EVENT_GROUPS, STANDARD_EVENTS } from './standard-events.ts'
import { STANDARD_FIELD_GROUPS } from './standard-fields.ts'
import { STANDARD_RECIPIENTS } from './standard-recipients.ts'

/** For `.meta(…)` of a block of free names: name → what it is. json-schema.ts makes properties of them. */
export interface Offers {
  readonly offers: Readonly<Record<string, string>>
}

export const RECIPIENTS: Offers = {
  offers: mapped(STANDARD_RECIPIENTS, ({ recipient }) => recipient?.en ?? ''),
}

/** Groups first: who writes one of them needs no list of events. */
export const EVENTS_AND_GROUPS: Offers = {
  offers: {
    ...mapped(STANDARD_EVENT_GROUPS, ({ note }) => note?.en ?? ''),
    ...mapped(STANDARD_EVENTS, ({ definition }) => definition.en),
  },
}

/** One of the library's groups, or a name of the policy's own. */
export const A_FIELD_GROUP = {
  anyOf: [{ enum: Object.keys(STANDARD_FIELD_GROUPS) }, { pattern: '^[a-z][a-z0-9_]*$' }],
}

function mapped<Value>(
  record: Readonly<Record<string, Value>>,
  words: (value: Value) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, words(value)]))
}
