/** What a platform wants on an event under a limited permit. Rare: so the text is read again, and written again. */
import { asciiJson, type SafeJson } from './safe-json.ts'

/** `limits`: dotted path → value, of the destination's own. */
export function withLimits(body: SafeJson, limits: Readonly<Record<string, unknown>>): SafeJson {
  const payload: Record<string, unknown> = JSON.parse(body)
  for (const [path, value] of Object.entries(limits)) setPath(payload, path.split('.'), value)
  const text = asciiJson(JSON.stringify(payload))
  stillSafe(text)
  return text
}

function setPath(payload: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path
  if (rest.length === 0) payload[name] = value
  else setPath(objectAt(payload, name), rest, value)
}

/** Made where it is not there. */
function objectAt(payload: Record<string, unknown>, name: string): Record<string, unknown> {
  const known = payload[name] as Record<string, unknown> | undefined
  if (known !== undefined) return known
  const made = {}
  payload[name] = made
  return made
}

/** A destination's own words were added to it. */
function stillSafe(text: string): asserts text is SafeJson {
  void text
}
