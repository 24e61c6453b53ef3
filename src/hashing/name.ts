/** First and last names. Accents and other scripts stay: all platforms take UTF-8. */
import { lettersAndDigits, lower } from './clean.ts'
import { text, type NormalizedText, type Omitted } from './normalized.ts'

/**
 * `Jean-François` → `jeanfrançois`, `D’Angelo` → `dangelo`: lower-case, no punctuation, no spaces (TikTok, Meta).
 * Source: Meta, Customer Information Parameters; TikTok Events API 2.0, user parameters; both read 2026-11-21.
 */
export function nameLetters(value: string): NormalizedText | Omitted {
  return text(lettersAndDigits(value))
}

/** Lower-case and no more (Snap, Pinterest). Source: Snap and Pinterest API specifications, read 2026-11-21. */
export function nameLower(value: string): NormalizedText | Omitted {
  return text(lower(value))
}

// Both rules: googleads/data-manager-node, util/src/formatter.ts, read 2026-11-21.
const TITLE = /^(?:mr|mrs|ms|dr)\.(?:\s|$)/
const SUFFIXES = new Set('jr jr. sr sr. 2nd 3rd ii iii iv v vi cpa dc dds vm jd md phd'.split(' '))

/** Google: one title with its dot is cut from the front, as Google's formatter does; spaces and hyphens stay. */
export function givenNameForGoogle(value: string): NormalizedText | Omitted {
  return text(lower(value).replace(TITLE, '').trim())
}

/** Google: `Quinn, Jr., PhD` → `quinn`: suffixes after a comma or a space are cut, as many as there are. */
export function familyNameForGoogle(value: string): NormalizedText | Omitted {
  let name = lower(value)
  for (let shorter = withoutSuffix(name); shorter !== name; shorter = withoutSuffix(name)) name = shorter
  return text(name)
}

/** Each call makes the name shorter or leaves it, so the loop above ends. */
function withoutSuffix(name: string): string {
  const start = Math.max(name.lastIndexOf(' '), name.lastIndexOf(',')) + 1
  if (start === 0 || !SUFFIXES.has(name.slice(start))) return name
  const before = name.slice(0, start).trimEnd()
  return before.endsWith(',') ? before.slice(0, -1).trimEnd() : before
}
