/** JSON that may be anything, read as an object or not at all. */
import { isMembers } from '../event/members.ts'

export { isMembers as isObject }

/** Undefined for HTML, nothing, `null`, lists, and texts that were cut off. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isMembers(value) ? value : undefined
  } catch {
    return undefined
  }
}
