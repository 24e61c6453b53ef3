/** Country names and codes → ISO 3166-1 alpha-2. */
import { lookupKey } from './clean.ts'
import { COUNTRY_NAMES } from './country-names.ts'

const CODES = new Set(Object.keys(COUNTRY_NAMES))
const CODE_BY_NAME = indexNames()

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
  if (CODES.has(value)) return value
  if (value.length > LONGEST_NAME) return undefined
  const key = lookupKey(value)
  const code = key.toUpperCase()
  return CODES.has(code) ? code : CODE_BY_NAME.get(key)
}
