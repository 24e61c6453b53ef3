/**
 * Members that a text has twice in one object. JSON.parse keeps the last of them and tells nobody; of a yes and a no under one
 * name that may be the yes. What contradicts itself about consent, or about the place that chooses the law, is unreadable. Pure.
 */
import { eventTexts, membersFrom, nameOf } from './event-texts.ts'
import { endOfString } from './glance.ts'

const QUOTE = 0x22
const SPACE = 0x20

/**
 * Whether more names may stand in the text than the objects made of it have members. Every name is followed by a colon, so that none
 * is overlooked; a colon behind a quote inside a string counts as well, and then it is looked at closely.
 */
export function mayRepeat(text: string, members: number): boolean {
  let names = 0
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1)
    if ((before === QUOTE || before <= SPACE) && ++names > members) return true
  }
  return false
}

/** Whether an object in the text has a member twice. It has been parsed, and `members` were counted in what came of it. */
export function hasRepeated(text: string, members: number): boolean {
  return mayRepeat(text, members) && isRepeatedIn(text)
}

/** What in an event speaks of consent and of the law: nothing in it may be there twice. The rest is read as JSON.parse reads it. */
const OF_CONSENT: ReadonlySet<unknown> = new Set(['consent', 'client'])

/** For each event, whether it has a member twice, or something in its `consent` or `client`. */
export function contradictions(text: string): readonly boolean[] {
  return eventTexts(text).map((event) => isRepeatedIn(event, OF_CONSENT))
}

const NOTHING: ReadonlySet<unknown> = new Set()

/** What stands beside the list of events: nobody can say which list is meant, or what was said of all of them. */
export function isRepeatedAround(text: string): boolean {
  return isRepeatedIn(text, NOTHING)
}

/** As deep as anything is read. What lies deeper is refused for it. */
const LEVELS = 16

/** `within`: the members that are looked into; absent: all. */
function isRepeatedIn(text: string, within?: ReadonlySet<unknown>, from = 0, levels = LEVELS): boolean {
  const open = afterSpace(text, from)
  const isList = text[open] === '['
  if ((!isList && text[open] !== '{') || levels === 0) return false
  if (isList) return membersFrom(text, open).some(({ start }) => isRepeatedIn(text, within, start, levels - 1))
  const names = new Set<unknown>()
  return membersFrom(text, open).some((member) => {
    const at = afterSpace(text, member.start)
    if (at === member.end) return false
    const name = nameOf(text, member)
    if (names.size === names.add(name).size) return true
    if (within?.has(name) === false) return false
    return isRepeatedIn(text, undefined, text.indexOf(':', endOfString(text, at)) + 1, levels - 1)
  })
}

function afterSpace(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) <= SPACE) at += 1
  return at
}
