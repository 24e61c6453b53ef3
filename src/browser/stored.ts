/**
 * What is left on the device, and only after a grant: grants, and events that no answer has confirmed. Each has a key of its
 * own, so that tabs never write over each other. The storage may be full, forbidden or not there at all.
 *   tidegate:<destination>:<time>-<chance>   an event; without a destination for all that the policy names
 *   tidegate:<destination>:grant             when, which evidence, and what the gateway said to it
 */
import { json } from './json.ts'

const PREFIX = 'tidegate:'
const MAX_EVENTS = 50
/** 64 KiB: two bytes each. */
const MAX_CHARACTERS = 32_768
const MAX_AGE_MS = 86_400_000

/** Destination → what the gateway decided. */
export type Decisions = Readonly<Record<string, string>>

export interface Stored {
  readonly key: string
  readonly to: string
  readonly text: string
  /** With its evidence. */
  readonly whole: true
}

export const newKey = (to: string): string => `${PREFIX}${to}:${Date.now()}-${Math.random()}`

/** The newest first. What is too old, or too much, makes room. */
export function storedEvents(): readonly Stored[] {
  let room = MAX_CHARACTERS
  return (
    attempt(() =>
      keysOf('')
        .filter(timeOf)
        // oxlint-disable-next-line unicorn/no-array-sort -- `toSorted` is younger than the browsers that are served
        .sort((a, b) => timeOf(b) - timeOf(a))
        .map((key): Stored => ({ key, to: key.split(':')[1] as string, text: storage()[key] as string, whole: true }))
        .filter(({ key, text }, index) => {
          room -= text.length
          const stays = index < MAX_EVENTS && room > 0 && isFresh(timeOf(key))
          if (!stays) remove(key)
          return stays
        }),
    ) ?? []
  )
}

/** `storedEvents` makes room after the last of several. */
export function keep(key: string, text: string): void {
  attempt(() => (storage()[key] = text))
}

export function remove(key: string): void {
  attempt(() => delete storage()[key])
}

/** Of all destinations where none is named. */
export function forget(to: string): void {
  attempt(() => keysOf(to && `${to}:`).forEach(remove))
}

/** Nothing: it cannot be written down. */
export const rememberGrant = (to: string, evidence: string, decisions: Decisions | undefined): unknown =>
  attempt(() => (storage()[grantKey(to)] = json([Date.now(), evidence, decisions])))

export function rememberedGrant(to: string, evidence: string): Decisions | undefined {
  return attempt(() => {
    // Most often there is none. A slow device takes milliseconds to throw its first error.
    const [time, text, decisions] = JSON.parse(storage()[grantKey(to)] ?? '[]') as [number, string, Decisions]
    return text === evidence && isFresh(time) ? decisions : undefined
  })
}

export const isGrantThere = (to: string): unknown => attempt(() => storage()[grantKey(to)])

const grantKey = (to: string): string => `${PREFIX}${to}:grant`

const isFresh = (time: number): boolean => time > Date.now() - MAX_AGE_MS

const timeOf = (key: string): number => parseInt(key.split(':')[2] as string)

const keysOf = (prefix: string): string[] => Object.keys(storage()).filter((key) => key.startsWith(PREFIX + prefix))

/** Throws where it is forbidden. */
const storage = () => localStorage as Record<string, string>

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
