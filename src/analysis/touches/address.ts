/** An address taken apart as far as a session start needs it: host and parameters, decoded and bounded. Never throws. */
import { percentDecode, plusToSpace } from '../../privacy/decode.ts'

export interface Address {
  /** In small letters, without a leading `www.`; of an Android app its package. */
  readonly host: string
  /** By their names in small letters, in the order of the address; of a name that stands twice the first. */
  readonly parameters: ReadonlyMap<string, string>
}

const ADDRESS = /^(?:https?|android-app|ios-app):\/\/(?:[^/?#@]*@)?([^/?#:]{1,253})[^?#]*(?:\?([^#]*))?/i
const MAX_ADDRESS = 10_000
const MAX_PARAMETERS = 100
const MAX_VALUE = 400

/** Undefined where it is no address of a page or an app. */
export function readAddress(text: string | undefined): Address | undefined {
  const [, host, query = ''] = text === undefined ? [] : (ADDRESS.exec(text.slice(0, MAX_ADDRESS)) ?? [])
  if (host === undefined) return undefined
  return { host: host.toLowerCase().replace(/^www\./, ''), parameters: parametersOf(query) }
}

function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  if (query === '') return parameters
  for (const pair of query.split('&', MAX_PARAMETERS)) {
    const at = pair.indexOf('=')
    if (at <= 0) continue
    const name = percentDecode(pair.slice(0, at)).toLowerCase()
    const value = percentDecode(plusToSpace(pair.slice(at + 1))).trim()
    // What is longer was not written for a campaign.
    if (value !== '' && value.length <= MAX_VALUE && !parameters.has(name)) parameters.set(name, value)
  }
  return parameters
}
