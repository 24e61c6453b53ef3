/**
 * What the bridges of ttq and fbq have in common: a platform's own calls become events for that platform alone, and its consent
 * calls evidence for it alone. That goes together with what is known in general, of which it can only narrow what it says.
 */
import type { EventData, Evidence, Tag } from './tag-types.ts'

export interface PixelBridge {
  /** Once per name and id: the platform's library may run the calls that waited for it through us again. */
  readonly send: (name: string, data: EventData, eventId: string) => void
  /** What is known of the person goes with this platform's events only. */
  readonly identify: (person: EventData['person']) => void
  /** Nothing more to this platform until `grant`; what happens meanwhile waits in memory. */
  readonly hold: () => void
  readonly grant: () => void
  readonly revoke: () => void
  /** Limited use: the same as an opt-out of sale, which the policy answers with nothing or with `limited`. */
  readonly limit: (limited: boolean) => void
  readonly pageId: () => string
}

type Call = Parameters<Tag['track']>

const MAX_WAITING = 100
/** More calls than any page makes; then it begins anew. */
const MAX_SEEN = 1000
/** The third letter of the US Privacy string is the opt-out of sale; of the rest nothing is known. */
const OPTED_OUT = { usprivacy: '1-Y-' }

export function pixelBridge(destination: string, source: string): PixelBridge {
  const tag = window.tidegate as Tag
  const options = { destinations: [destination] }
  const seen = new Set<string>()
  let gate: 'open' | 'held' | 'refused' = 'open'
  let waiting: Call[] = []
  let answer: Evidence | undefined
  let optOut: Evidence | undefined
  /** Something was said of this platform alone: from then on it is said anew whenever the consent tool speaks. */
  let spoken = false
  let person: EventData['person']

  /** Beside what the consent tool said: where the two differ the refusal counts, and of two times the earlier. */
  function tell(): void {
    spoken = true
    const general = tag.evidence()
    // Taken back on another page: nothing goes until the consent tool has spoken anew.
    if (general !== '') tellBeside(JSON.parse(general ?? '{}') as Evidence)
  }

  const tellBeside = (known: Evidence): void => tag.consent(together(known), options)

  beforeConsent(tag, (known) => {
    if (!spoken) return
    // Taken back: what the pixel was told before does not stand alone either.
    if (known) tellBeside(known)
    else tag.consent(undefined, options)
  })

  function together(known: Evidence): Evidence {
    const [first, last]: Evidence[] = gate === 'refused' ? [known, { ...answer }] : [{ ...answer }, known]
    return {
      ...first,
      ...last,
      source,
      state: { ...first?.state, ...last?.state },
      signals: { ...known.signals, ...optOut?.signals },
    }
  }

  function say(word: 'granted' | 'denied'): void {
    answer = {
      state: { ad_storage: word, ad_user_data: word, ad_personalization: word },
      // A page repeats a remembered answer on each load: only right after a click is it a new one, that may reopen.
      ...(word === 'denied' || navigator.userActivation?.isActive ? { at: new Date().toISOString() } : {}),
    }
    gate = word === 'granted' ? 'open' : 'refused'
    tell()
    for (const call of waiting) if (gate === 'open') tag.track(...call)
    waiting = []
  }

  return {
    send(name, data, eventId) {
      const key = `${name} ${eventId}`
      if (seen.has(key)) return
      if (seen.size >= MAX_SEEN) seen.clear()
      seen.add(key)
      const known = person || data.person ? { person: { ...person, ...data.person } } : {}
      const occurred = { ...options, event_id: eventId, occurred_at: new Date().toISOString() }
      // Where it happens: until it goes the page may have moved on.
      const call: Call = [name, { ...data, ...known, page: { url: location.href } }, occurred]
      if (gate === 'open') tag.track(...call)
      if (gate === 'held') waiting = [...waiting, call].slice(-MAX_WAITING)
    },
    identify(given) {
      person = { ...person, ...given }
    },
    hold() {
      if (gate === 'open') gate = 'held'
    },
    grant: () => say('granted'),
    revoke: () => say('denied'),
    limit(limited) {
      optOut = limited ? { signals: OPTED_OUT } : undefined
      // An empty list on every page is Meta's own way to say that nothing is limited.
      if (limited || spoken) tell()
    },
    pageId: tag.pageId,
  }
}

/**
 * A refusal in the consent tool must reach at once what waits under this platform's own grant. Before it, so that what is meant for
 * all platforms does not leave while the question about this one is open.
 */
function beforeConsent(tag: Tag, work: (known?: Evidence) => void): void {
  const { consent } = tag
  const listening: Tag['consent'] = (evidence, options) => {
    const counts = options?.weak !== true || tag.evidence() === undefined
    if (counts && options?.destinations === undefined) heard(() => (work(evidence), []), [])
    consent(evidence, options)
  }
  Object.assign(tag, { consent: listening })
}

/** What was given, with our id among the options that stand at `at`; an odd call goes on as it came. */
export function withOption(args: readonly unknown[], at: number, option: object): readonly unknown[] {
  const all = [...args]
  // Parameters that were left out stand before the options.
  while (all.length < at) all.push({})
  all[at] = { ...(all[at] as object), ...option }
  return all
}

/** Listens to a call; no error of ours reaches the page. */
export function heard(
  hear: (args: readonly unknown[]) => readonly unknown[],
  args: readonly unknown[],
): readonly unknown[] {
  try {
    return hear(args)
  } catch {
    return args
  }
}
