/**
 * One wide line per attempt, and per event where the operator asks for it, as JSON on standard output.
 * The names are a closed list (log-lines.ts): ids, counts, codes, durations. No value of a person has a name here.
 */
import type {
  AttemptLine,
  EventLine,
  Lines,
  LogLevel,
  Place,
  ProblemLine,
  ShopRefusedLine,
  StartLine,
  StopLine,
} from './log-lines.ts'
import { errorKind } from './log-values.ts'

export function logAttempt(level: LogLevel, attempt: AttemptLine): void {
  if (level !== 'off') write('attempt', attempt, Date.now())
}

export function logEvent(event: EventLine): void {
  write('event', event, Date.now())
}

export function logProblem(level: LogLevel, problem: ProblemLine): void {
  if (level === 'events') write('problem', problem, Date.now())
}

/** A defect is logged by its kind and place in the code, never with the event that met it. */
export function logDefect(where: Place, error: unknown): void {
  write('defect', { where, kind: errorKind(error) }, Date.now())
}

/** At every level: nobody waits for a sweep at night. */
export function logShopRefused(line: ShopRefusedLine): void {
  write('shop_refused', line, Date.now())
}

export function logStart(line: StartLine, nowMs: number): void {
  write('start', line, nowMs)
}

export function logStop(line: StopLine, nowMs: number): void {
  write('stop', line, nowMs)
}

/** Does not compile where a line has a name for a text that anything may be put into. */
function write<Name extends keyof Lines>(
  line: Name,
  members: Lines[Name] & NoFreeText<Lines[Name]>,
  nowMs: number,
): void {
  // oxlint-disable-next-line no-console -- this is the one place that writes the log
  console.log(JSON.stringify({ at: new Date(nowMs).toISOString(), line, ...members }))
}

/** `never` for every member that takes any text. */
type NoFreeText<Line> = {
  readonly [Name in keyof Line]: string extends Line[Name] | keyof NonNullable<Line[Name]>
    ? never
    : NonNullable<Line[Name]> extends Readonly<Partial<Record<string, infer Inner>>>
      ? string extends Inner
        ? never
        : Line[Name]
      : Line[Name]
}
