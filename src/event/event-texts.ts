/** The events of a body as they are written, so that a part of it can go on without being written anew. Pure. */
import { endOfString } from './glance.ts'

/** In their order. The body has been parsed: it is JSON, and one event, a list, or an object with the list `events`. */
export function eventTexts(text: string): readonly string[] {
  const list = startOfList(text)
  return list === undefined ? [text] : membersFrom(text, list).map(({ start, end }) => text.slice(start, end))
}

interface Span {
  readonly start: number
  readonly end: number
}

function startOfList(text: string): number | undefined {
  const open = text.search(/\S/)
  if (text[open] === '[') return open
  // Of a member that is written twice the last one counts, as in JSON.parse.
  const events = membersFrom(text, open).findLast((member) => nameOf(text, member) === 'events')
  return events === undefined ? undefined : text.indexOf('[', endOfString(text, text.indexOf('"', events.start)))
}

export function nameOf(text: string, { start }: Span): unknown {
  const open = text.indexOf('"', start)
  return JSON.parse(text.slice(open, endOfString(text, open) + 1))
}

/** What stands between the commas of the object or list that opens at `open`. */
export function membersFrom(text: string, open: number): readonly Span[] {
  const spans: Span[] = []
  let start = open + 1
  for (;;) {
    const end = endOfMember(text, start)
    spans.push({ start, end })
    if (text[end] !== ',') return spans
    start = end + 1
  }
}

/** The comma after the member, or the bracket that closes what it is in. */
function endOfMember(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') at = endOfString(text, at)
    else if (letter === '{' || letter === '[') depth += 1
    else if (letter === ',' && depth === 0) return at
    else if (letter === '}' || letter === ']') {
      if (depth === 0) return at
      depth -= 1
    }
  }
  return text.length
}
