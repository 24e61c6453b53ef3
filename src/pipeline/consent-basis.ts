/**
 * Why a delivery was allowed, in one short text: the law, then each signal and what it said about this destination. It is
 * stored once per parcel and read back for the receipts. No value of a person is in it.
 *   opt-in state=ggg- gcd=ggg- cmp:didomi=ggg-
 * Per signal four letters in the order of PURPOSES: g granted, d denied, - nothing; then `?` unreadable, `~` too old,
 * `*` nobody had been asked, `!` opt-out.
 */
import { PURPOSES, type ConsentRefusal, type ConsentState, type Finding, type Purpose } from '../consent/types.ts'

const LETTERS = { granted: 'g', denied: 'd', unset: '-' } as const

export function basisOf(state: ConsentState, destination: string): string {
  let text: string = state.regime
  for (const finding of state.findings) text += ` ${finding.signal}=${saying(finding, destination)}`
  return text
}

function saying(finding: Finding, destination: string): string {
  let text = ''
  for (const purpose of PURPOSES) text += LETTERS[answerOf(finding, destination, purpose)]
  if (finding.validity !== 'valid') text += finding.validity === 'expired' ? '~' : '?'
  if (finding.choiceMade === false) text += '*'
  return finding.optOut === true ? `${text}!` : text
}

/** What one signal refuses to all it refuses to each, whatever it says of one of them: as in resolve.ts. */
function answerOf(finding: Finding, destination: string, purpose: Purpose): keyof typeof LETTERS {
  const own = finding.destinations?.[destination]?.[purpose] ?? 'unset'
  const general = finding.answers[purpose] ?? 'unset'
  return own === 'unset' || general === 'denied' ? general : own
}

/**
 * When the person granted what this destination needs, epoch ms: the oldest of the answers that it rests on. Undefined
 * where one of them has no time, or nothing was granted: such a grant is not known to be newer than anything.
 */
export function grantedAtMs(
  state: ConsentState,
  destination: string,
  purposes: readonly Purpose[],
): number | undefined {
  let oldest: number | undefined
  for (const purpose of purposes) {
    const newest = newestGrant(state, destination, purpose)
    if (newest === undefined) return undefined
    oldest = oldest === undefined ? newest : Math.min(oldest, newest)
  }
  return oldest
}

/** A clock that is ahead must not date a grant after a withdrawal that has yet to come. `heardMs`: when we were told of it. */
export function grantedBefore(grantedMs: number | undefined, heardMs: number): number | undefined {
  return grantedMs === undefined ? undefined : Math.min(grantedMs, heardMs)
}

function newestGrant(state: ConsentState, destination: string, purpose: Purpose): number | undefined {
  let newest: number | undefined
  for (const finding of state.findings) {
    if (finding.validity !== 'valid' || finding.choiceMade === false || finding.atMs === undefined) continue
    if (answerOf(finding, destination, purpose) !== 'granted') continue
    newest = newest === undefined ? finding.atMs : Math.max(newest, finding.atMs)
  }
  return newest
}

/** What a banner says before anybody was asked is not a no. */
export function isNo({ answers, destinations, optOut, knownChild, choiceMade }: Finding): boolean {
  if (choiceMade === false) return false
  if (optOut === true || knownChild === true || isDenied(answers)) return true
  return destinations !== undefined && Object.values(destinations).some(isDenied)
}

/** A grant that counts, of which nothing says when it was given. */
export function isUndatedYes({ answers, destinations = {}, validity, choiceMade, atMs }: Finding): boolean {
  if (atMs !== undefined || validity !== 'valid' || choiceMade === false) return false
  return [answers, ...Object.values(destinations)].some((one) => says(one, 'granted'))
}

function isDenied(answers: Finding['answers']): boolean {
  return says(answers, 'denied')
}

function says(answers: Finding['answers'], answer: 'granted' | 'denied'): boolean {
  return PURPOSES.some((purpose) => answers[purpose] === answer)
}

/** The newest of what says no; without a date it was said at `undatedMs`. */
export function refusedAtMs({ findings }: ConsentState, undatedMs: number): number {
  const times = findings.filter(isNo).map(({ atMs }) => (atMs === undefined ? undatedMs : latestMs(atMs)))
  return times.length === 0 ? undatedMs : Math.max(...times)
}

const DAY_MS = 86_400_000

/** TC strings, and some tools, write down the day only: what was said that day may have been said at its end. */
export function latestMs(atMs: number): number {
  return atMs % DAY_MS === 0 ? atMs + DAY_MS - 1 : atMs
}

/** The signals that settled one purpose for a destination: those that refused it, else those that granted it. */
export function settledBy(state: ConsentState, destination: string, purpose: Purpose): readonly string[] {
  const saying = (answer: 'granted' | 'denied') =>
    state.findings.filter((finding) => answerOf(finding, destination, purpose) === answer)
  const denied = saying('denied')
  const settled =
    denied.length > 0
      ? denied
      : saying('granted').filter(({ validity, choiceMade }) => validity === 'valid' && choiceMade !== false)
  return settled.map(({ signal }) => signal)
}

export interface BasisView {
  readonly regime: string
  readonly signals: readonly {
    readonly signal: string
    readonly answers: Readonly<Partial<Record<Purpose, 'granted' | 'denied'>>>
    readonly validity: Finding['validity']
    readonly choice_made: boolean
    readonly opt_out: boolean
  }[]
}

/** The text read back, for receipts. */
export function readBasis(text: string): BasisView {
  const [regime = '', ...parts] = text.split(' ')
  return { regime, signals: parts.map(readSaying) }
}

function readSaying(part: string): BasisView['signals'][number] {
  const at = part.lastIndexOf('=')
  const said = part.slice(at + 1)
  const answers: Partial<Record<Purpose, 'granted' | 'denied'>> = {}
  PURPOSES.forEach((purpose, index) => {
    if (said[index] === 'g') answers[purpose] = 'granted'
    if (said[index] === 'd') answers[purpose] = 'denied'
  })
  return {
    signal: part.slice(0, at),
    answers,
    validity: said.includes('~') ? 'expired' : said.includes('?') ? 'invalid' : 'valid',
    choice_made: !said.includes('*'),
    opt_out: said.includes('!'),
  }
}

/** Why what was known does not permit these purposes as well; undefined where it does. As in decide(): silence permits only under an opt-out. */
export function refusedPurpose(text: string, purposes: readonly Purpose[]): ConsentRefusal | undefined {
  if (purposes.length === 0) return undefined
  const { regime, signals } = readBasis(text)
  const isSaid = (purpose: Purpose, answer: 'granted' | 'denied') =>
    signals.some(
      ({ answers, validity, choice_made: chosen }) =>
        answers[purpose] === answer && (answer === 'denied' || (validity === 'valid' && chosen)),
    )
  if (purposes.some((purpose) => isSaid(purpose, 'denied'))) return 'consent_denied'
  if (regime === 'opt-out' || regime === 'none') return undefined
  return purposes.every((purpose) => isSaid(purpose, 'granted')) ? undefined : 'consent_unknown'
}
