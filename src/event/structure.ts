/**
 * One look at a parsed JSON value before anything else reads it: not too deep, no key that could reach a prototype, no
 * object with more members than anybody means.
 */

export type StructureProblem = 'too_deep' | 'forbidden_key' | 'wrong_structure'

/**
 * In one object. An engine needs 25 ms only to begin to list 100,000 keys, each time that somebody looks, and no reader
 * can know how many there are without listing them. Lists know their length: each reader bounds its own.
 */
export const MAX_MEMBERS = 5_000

type Members = Readonly<Record<string, unknown>>

/** How many members the objects have that were looked at: the text may have had more (repeated.ts). */
export interface Tally {
  members: number
}

/** `levels` is how many objects and lists may lie inside each other. Never deeper in calls than `levels`. */
export function findStructureProblem(
  value: unknown,
  levels: number,
  tally: Tally = { members: 0 },
): StructureProblem | undefined {
  return isContainer(value) ? problemIn(value, levels, tally) : undefined
}

function problemIn(
  container: Members | readonly unknown[],
  levels: number,
  tally: Tally,
): StructureProblem | undefined {
  if (levels <= 0) return 'too_deep'
  return isList(container) ? problemInList(container, levels - 1, tally) : problemInObject(container, levels - 1, tally)
}

function problemInList(list: readonly unknown[], levels: number, tally: Tally): StructureProblem | undefined {
  for (const element of list) {
    const problem = isContainer(element) ? problemIn(element, levels, tally) : undefined
    if (problem !== undefined) return problem
  }
  return undefined
}

// `for…in` reads a JSON object's keys without making a list of them: half of the cost on the hot path.
function problemInObject(object: Members, levels: number, tally: Tally): StructureProblem | undefined {
  let members = 0
  for (const key in object) {
    if (++members > MAX_MEMBERS) return 'wrong_structure'
    if (isForbidden(key)) return 'forbidden_key'
    const member = object[key]
    const problem = isContainer(member) ? problemIn(member, levels, tally) : undefined
    if (problem !== undefined) return problem
  }
  tally.members += members
  return undefined
}

function isContainer(value: unknown): value is Members | readonly unknown[] {
  return typeof value === 'object' && value !== null
}

function isList(container: Members | readonly unknown[]): container is readonly unknown[] {
  return Array.isArray(container)
}

function isForbidden(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype'
}
