/** A platform's event for tests that are about where it goes, and not about what made it. */
import { asciiJson, type SafeJson } from './safe-json.ts'

export function bodyOf(event: unknown): SafeJson {
  return asciiJson(JSON.stringify(event)) as SafeJson
}
