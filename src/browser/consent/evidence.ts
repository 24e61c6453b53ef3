/** What was seen in a page → whether the person has answered, and the evidence of it. Pure. */
import type { Evidence } from '../tag-types.ts'
import { answeredIn, type Cookies } from './cookies.ts'

/** What one tool or standard says in the page, beside its cookies. */
export interface Voice {
  /** As in `signals.cmp`; of a standard its own name. */
  readonly name: string
  /** It is there and waits for the person, or is still being loaded. */
  readonly asks?: boolean
  /** The person has answered it. */
  readonly answered?: boolean
  /** What it holds of the answer, where its cookie does not say it. */
  readonly object?: unknown
  /** Of a standard: what goes among the signals. */
  readonly signals?: Readonly<Record<string, unknown>>
}

export interface Seen {
  readonly cookies: Cookies
  readonly voices: readonly Voice[]
  /** What Google's consent mode was updated to; defaults are nobody's answer. */
  readonly consentMode: Readonly<Record<string, string>> | undefined
}

export interface Judgement {
  /** `answered`: by the person; `asked`: somebody waits for the answer; `silent`: nobody here asks. */
  readonly stand: 'answered' | 'asked' | 'silent'
  readonly evidence: Evidence
}

/** The gateway bounds `source`; it is for the record alone. */
const MAX_SOURCE = 60

export function judge({ cookies, voices, consentMode }: Seen): Judgement {
  const byCookie = answeredIn(cookies)
  const answered = [
    ...byCookie,
    ...voices.filter((one) => one.answered && !byCookie.has(one.name)).map(({ name }) => name),
  ]
  const objects = voices.filter(({ name, object }) => object !== undefined && !byCookie.has(name))
  // A tool that is read speaks for itself: what it told Google comes later than its answer, and is about Google.
  const toldGoogle = answered.length === 0 && !voices.some(({ asks }) => asks) ? consentMode : undefined
  const evidence = {
    ...(toldGoogle && { state: toldGoogle }),
    ...((answered.length > 0 || toldGoogle) && { source: (answered.join(' ') || 'consent mode').slice(0, MAX_SOURCE) }),
    ...signalsOf(cookies, voices, objects),
  }
  return { stand: standOf(cookies, voices, answered.length > 0 || toldGoogle !== undefined), evidence }
}

function standOf(cookies: Cookies, voices: readonly Voice[], answered: boolean): Judgement['stand'] {
  // The ids in this cookie are numbers of the site's account that only Didomi's own object translates: it is waited for.
  if (cookies.has('didomi_dcs') && !voices.some(({ name, object }) => name === 'didomi' && object !== undefined))
    return 'asked'
  if (answered) return 'answered'
  return voices.some(({ asks }) => asks) ? 'asked' : 'silent'
}

function signalsOf(
  cookies: Cookies,
  voices: readonly Voice[],
  objects: readonly Voice[],
): { readonly signals?: Readonly<Record<string, unknown>> } {
  const signals = {
    ...(cookies.size > 0 && { cookies: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
    ...(objects.length > 0 && { cmp: Object.fromEntries(objects.map(({ name, object }) => [name, object])) }),
    ...voices.reduce((all, one) => ({ ...all, ...one.signals }), {}),
  }
  return Object.keys(signals).length > 0 ? { signals } : {}
}
