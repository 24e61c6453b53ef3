/** What was seen in a page → whether the person has answered, and the evidence of it. Pure. */
import type { Evidence } from '../tag-types.ts'
import { answeredIn, type Cookies } from './cookies.ts'

/** What one tool or standard says in the page, beside its cookies. */
export interface Voice {
  /** As in `signals.cmp`; of a standard its own name. */
  readonly name: string
  /** It is there and waits for the person, or is still being loaded. */
  readonly asks?: boolean
  /** It has an answer that no longer holds for it, and asks the person again. */
  readonly asksAgain?: boolean
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
  /** An answer has been heard on this page already. */
  readonly heard?: boolean
  /** Tools may still be coming. */
  readonly loading?: boolean
}

export interface Judgement {
  /** `answered`: by the person; `asked`: somebody waits for the answer; `silent`: nobody here asks. */
  readonly stand: 'answered' | 'asked' | 'silent'
  readonly evidence: Evidence
}

/** The gateway bounds `source`; it is for the record alone. */
const MAX_SOURCE = 60

export function judge(seen: Seen): Judgement {
  const { cookies, voices, consentMode, heard } = seen
  const byCookie = answeredIn(cookies)
  const again = voices.filter(({ asksAgain }) => asksAgain).map(({ name }) => name)
  const answered = [
    ...[...byCookie].filter((name) => !again.includes(name)),
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
  if (answered.length > 0 && !heard && isLeftOver(answered, seen)) return { stand: 'asked', evidence }
  return { stand: standOf(cookies, voices, answered.length > 0 || toldGoogle !== undefined), evidence }
}

/**
 * What a tool left that the page does not have is no answer while one that it has asks, or may still come. Shopify's own banner
 * may wait for ever beside another tool, and counts for nothing here.
 */
function isLeftOver(answered: readonly string[], { voices, loading }: Seen): boolean {
  const isAsked = voices.some(({ name, asks }) => asks && name !== 'shopify')
  return (isAsked || loading === true) && !voices.some(({ name }) => answered.includes(name))
}

/** What the site itself has said counts beside what its tools hold. */
export function besides(site: Evidence | undefined, evidence: Evidence): Evidence {
  return site ? { ...evidence, ...site, signals: { ...site.signals, ...evidence.signals } } : evidence
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
    // Prototype.js up to 1.6 puts something else in the place of an array's `reduce`.
    ...Object.fromEntries(voices.flatMap(({ signals: said }) => Object.entries(said ?? {}))),
  }
  return Object.keys(signals).length > 0 ? { signals } : {}
}
