/** Country names and codes → ISO 3166-1 alpha-2. */
import { once } from '../event/once.ts'
import { isPlaceholder } from '../event/placeholder.ts'
import { lookupKey } from './clean.ts'
import { COUNTRY_NAMES } from '../event/country-names.ts'

const codeByName = once(indexNames)

function indexNames(): ReadonlyMap<string, string> {
  const index = new Map<string, string>()
  for (const [code, names] of Object.entries(COUNTRY_NAMES)) {
    for (const name of names.split(' ')) index.set(name, code)
  }
  return index
}

const LONGEST_NAME = 64

/** The upper-case alpha-2 code, or undefined where the value is not a country: nothing is cut to two letters. */
export function countryCode(value: string): string | undefined {
  if (isCode(value)) return value
  // Without its sign, N/A would be Namibia.
  if (value.length > LONGEST_NAME || isPlaceholder(value)) return undefined
  const key = lookupKey(value).replace(/^the/, '')
  const code = key.toUpperCase()
  return isCode(code) ? code : codeByName().get(key)
}

function isCode(value: string): boolean {
  return Object.hasOwn(COUNTRY_NAMES, value)
}
