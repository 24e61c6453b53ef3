/** What is wrong with a field, as a code out of a closed list: read from our own words about it (errors.ts, schema.ts). */

export type MalformedReason =
  | 'needed'
  | 'no_text'
  | 'no_number'
  | 'no_whole_number'
  | 'no_boolean'
  | 'no_object'
  | 'no_list'
  | 'no_id'
  | 'no_time'
  | 'no_currency'
  | 'currency_needed'
  | 'number_too_large'
  | 'number_too_small'
  | 'text_too_long'
  | 'text_too_short'
  | 'list_too_long'
  | 'not_one_of'
  | 'not_printable'
  | 'other'

/** The beginnings of messages; the first that fits says it. */
const BEGINNINGS: readonly (readonly [begins: string, reason: MalformedReason])[] = [
  ['is needed', 'needed'],
  ['must be text or a whole number', 'no_id'],
  ['must be text', 'no_text'],
  ['must be a number', 'no_number'],
  ['must be a whole number', 'no_whole_number'],
  ['must be true or false', 'no_boolean'],
  ['must be an object', 'no_object'],
  ['must be a list', 'no_list'],
  ['must be an ISO 8601', 'no_time'],
  ['unknown currency', 'no_currency'],
  ['currency is needed', 'currency_needed'],
  ['must be at most', 'number_too_large'],
  ['must be at least', 'number_too_small'],
  ['must not be empty', 'text_too_short'],
  ['must not be blank', 'text_too_short'],
  ['must have at least', 'text_too_short'],
  ['must be one of', 'not_one_of'],
  ['must be printable', 'not_printable'],
]
const AT_MOST = 'must have at most'

export function malformedReason(message: string): MalformedReason {
  if (message.startsWith(AT_MOST)) return message.endsWith('elements') ? 'list_too_long' : 'text_too_long'
  return BEGINNINGS.find(([begins]) => message.startsWith(begins))?.[1] ?? 'other'
}
