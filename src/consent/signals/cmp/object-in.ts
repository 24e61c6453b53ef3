/** What a page forwards of a consent tool is its object or the text of its cookie: either way, the object. */
import { isMembers } from '../../../event/members.ts'
import { jsonOf, percentDecoded } from './cmp.ts'

/** An object as it is, or the JSON object in a cookie's text (percent-encoded or not); undefined = neither. */
export function objectOf(input: unknown): Readonly<Record<string, unknown>> | undefined {
  const value = typeof input === 'string' ? jsonInText(input) : input
  return isMembers(value) ? value : undefined
}

function jsonInText(text: string): unknown {
  const decoded = percentDecoded(text)
  return decoded === undefined ? undefined : jsonOf(decoded)
}
