/**
 * What consent tools call a recipient when they name it at all. These names can only refuse: a site that has given its own
 * names to Tidegate may still let people refuse under the usual one. What grants is the policy's business.
 */
interface UsualNames {
  readonly whole: readonly string[]
  readonly beginnings: readonly string[]
}

/** Folded as below: `-` between words. "Meta" alone is a word that other things begin with (metadata, Metabase). */
const USUAL_NAMES: ReadonlyMap<string, UsualNames> = new Map([
  ['tiktok', { whole: [], beginnings: ['tiktok', 'tik-tok'] }],
  ['meta', { whole: ['meta'], beginnings: ['facebook', 'meta-', 'metapixel'] }],
])
const OWN_SWITCH = 'vendor:'
/** Of a vendor that a Didomi account has added itself. */
const CUSTOM = 'c:'
/** Nobody names a vendor at more length. */
const MAX_LENGTH = 200

type Choices = ReadonlyMap<string, boolean | null>

/** `destination`: the id of a destination. Keys count in small letters, whatever stands between their words. */
export function isRefusedByName(choices: Choices, destination: string): boolean {
  const names = USUAL_NAMES.get(destination)
  if (names === undefined) return false
  for (const [key, answer] of choices) {
    if (answer === false && !isOwnSwitchOn(choices, key) && isNamed(key, names)) return true
  }
  return false
}

/** Where a refused purpose switched a vendor off that is itself on, whether that purpose matters is the policy's to say. */
function isOwnSwitchOn(choices: Choices, key: string): boolean {
  return choices.get(OWN_SWITCH + key) === true
}

function isNamed(key: string, { whole, beginnings }: UsualNames): boolean {
  const name = folded(key)
  return whole.includes(name) || beginnings.some((beginning) => name.startsWith(beginning))
}

function folded(key: string): string {
  const name = without(CUSTOM, without(OWN_SWITCH, key.slice(0, MAX_LENGTH)))
  return name.replace(/[^a-z0-9]+/g, '-')
}

function without(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name
}
