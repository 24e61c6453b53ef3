/**
 * One journey, and the rule of what a session is: it begins with a touch and lasts until 30 minutes have passed without a sign of
 * life, or until another source brings the visitor. Facts may come late and in any order. Pure.
 */
import type { JourneyStep } from './facts.ts'

/** From here on the next sign of life is another session. */
export const SESSION_MS = 30 * 60_000
/** Of one journey: whoever has more is no shopper. The oldest are let go. */
export const MAX_SESSIONS = 500
export const MAX_STEPS = 1_000
const MAX_PAGES = 65_535

export interface Session {
  atMs: number
  /** Numbers in the dictionary of names. */
  channel: number
  page: number
  /** journey-text.ts says what they mean. */
  flags: number
  isDirect: boolean
  /** Pages seen after the first. */
  pages: number
  /** Its last sign of life. */
  untilMs: number
}

export type KeptStep = Exclude<JourneyStep, 'page'>

export interface Step {
  readonly atMs: number
  readonly step: KeptStep
}

/** Both sorted by time. */
export interface Journey {
  readonly sessions: Session[]
  readonly steps: Step[]
}

export type Entry = Omit<Session, 'pages' | 'untilMs'>

/** True where it made one session more: the same touch twice is one. */
export function addEntry(journey: Journey, entry: Entry): boolean {
  const { sessions } = journey
  const index = sessions.findLastIndex(({ atMs }) => atMs <= entry.atMs)
  const before = sessions[index]
  if (before?.atMs === entry.atMs && before.channel === entry.channel) return false
  if (before !== undefined && isSameSession(before, entry)) {
    before.pages = Math.min(before.pages + 1, MAX_PAGES)
    before.untilMs = Math.max(before.untilMs, entry.atMs)
    return false
  }
  const session = { ...entry, pages: 0, untilMs: entry.atMs }
  // What the session before had seen after this one began was seen in this one.
  if (before !== undefined && before.untilMs > entry.atMs) {
    session.untilMs = before.untilMs
    before.untilMs = entry.atMs
  }
  const after = sessions[index + 1]
  const isOne = after !== undefined && isSameSession(session, after)
  if (isOne) {
    session.pages = Math.min(after.pages + 1, MAX_PAGES)
    session.untilMs = Math.max(session.untilMs, after.untilMs)
  }
  sessions.splice(index + 1, isOne ? 1 : 0, session)
  if (sessions.length > MAX_SESSIONS) sessions.shift()
  return !isOne
}

/** A sign of life: it makes the session longer in which it happened. */
export function addActivity({ sessions }: Journey, atMs: number, isPage: boolean): void {
  const session = sessions.findLast((one) => one.atMs <= atMs)
  if (session === undefined || atMs - session.untilMs > SESSION_MS) return
  session.untilMs = Math.max(session.untilMs, atMs)
  // The page on which it began is told too, as it may be by two reports.
  if (isPage && atMs > session.atMs) session.pages = Math.min(session.pages + 1, MAX_PAGES)
}

/** The same step of the same moment is one: true where it is new. */
export function addStep(journey: Journey, step: Step): boolean {
  const { steps } = journey
  const index = steps.findLastIndex(({ atMs }) => atMs <= step.atMs)
  for (let same = index; steps[same]?.atMs === step.atMs; same--) if (steps[same]?.step === step.step) return false
  steps.splice(index + 1, 0, step)
  if (steps.length > MAX_STEPS) steps.shift()
  addActivity(journey, step.atMs, false)
  return true
}

/** Without all that happened before then. */
export function since({ sessions, steps }: Journey, fromMs: number): Journey {
  return {
    sessions: sessions.filter(({ atMs }) => atMs >= fromMs),
    steps: steps.filter(({ atMs }) => atMs >= fromMs),
  }
}

/** First and last moment; undefined where it is empty. */
export function spanOf({ sessions, steps }: Journey): readonly [number, number] | undefined {
  const first = Math.min(sessions[0]?.atMs ?? Infinity, steps[0]?.atMs ?? Infinity)
  const last = sessions.reduce((latest, { untilMs }) => Math.max(latest, untilMs), steps.at(-1)?.atMs ?? -Infinity)
  return Number.isFinite(first) ? [first, Math.max(first, last)] : undefined
}

/** Within half an hour, and brought by nothing else: who types the address goes on with what they were at. */
function isSameSession(session: Session, entry: Entry): boolean {
  if (entry.atMs - session.untilMs > SESSION_MS) return false
  return entry.isDirect || entry.channel === session.channel
}
