/**
 * Members that a text has twice in one object. JSON.parse keeps the last of them and tells nobody; of a yes and a no under one
 * name that may be the yes. What contradicts itself about consent, or about the place that chooses the law, is unreadable. Pure.
 */
import { endOfString } from './event-texts.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const SPACE = 0x20

/**
 * Whether more names stand in the text than the objects made of it have members. Every name is followed by a colon, so that none is
 * overlooked; a colon behind a quote inside a string counts as well, and then it is looked at closely (repeatedIn).
 */
export function mayRepeat(text: string, members: number): boolean {
  let names = 0
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1)
    if ((before === QUOTE || before <= SPACE) && ++names > members) return true
  }
  return false
}

export interface Repeated {
  /** In what stands around the list of events: nobody can say which list, or what was said of all of them. */
  readonly around: boolean
  /** Positions of the events that have a member twice, or something in their `consent` or `client`. */
  readonly events: ReadonlySet<number>
}

/** What in an event speaks of consent and of the law: nothing in it may be there twice. The rest is read as JSON.parse reads it. */
const WATCHED: ReadonlySet<string> = new Set(['consent', 'client'])

/** An object or list that is open. */
interface Frame {
  /** Those of an object's members that have been read; a list has none. */
  readonly names: Set<string> | undefined
  /** The member, or the position in the list, that is being read. */
  name: string
  position: number
  isName: boolean
}

/** `text` has been parsed. `wrappers`: how many objects and lists stand around an event. */
export function repeatedIn(text: string, wrappers: number): Repeated {
  const frames: Frame[] = []
  const found = { around: false, events: new Set<number>() }
  for (let at = 0; at < text.length; at++) {
    const frame = frames.at(-1)
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at)
        if (frame?.isName === true) readName(text.slice(at, end + 1), frames, wrappers, found)
        at = end
        break
      }
      case OPEN_OBJECT:
        frames.push({ names: new Set(), name: '', position: 0, isName: true })
        break
      case OPEN_LIST:
        frames.push({ names: undefined, name: '', position: 0, isName: false })
        break
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        frames.pop()
        break
      case COMMA:
        if (frame === undefined) break
        frame.position += 1
        frame.isName = frame.names !== undefined
        break
      case COLON:
        if (frame !== undefined) frame.isName = false
        break
    }
  }
  return found
}

type Found = { -readonly [K in keyof Repeated]: Repeated[K] } & { readonly events: Set<number> }

function readName(written: string, frames: readonly Frame[], wrappers: number, found: Found): void {
  const frame = frames.at(-1)
  if (frame?.names === undefined) return
  // An escaped name is the same name: `"ad\u005fstorage"`.
  frame.name = written.includes('\\') ? String(JSON.parse(written)) : written.slice(1, -1)
  if (frame.names.size < frame.names.add(frame.name).size) return
  const event = frames[wrappers]
  if (event === undefined) found.around = true
  else if (frame === event || WATCHED.has(event.name)) noteEvent(frames.slice(0, wrappers), found)
}

/** Beside the list of events something else may be that looks like one. */
function noteEvent(around: readonly Frame[], { events }: Found): void {
  if (around.length < 2 || around[0]?.name === 'events') events.add(around.at(-1)?.position ?? 0)
}
