/**
 * Consent in the page: hears the person's answer from the consent tool that the page has, and hands it to the tag as
 * evidence, whenever it changed and only then. What it means is the gateway's to say. Writes nothing to the device.
 */
import { consentCookies } from './consent/cookies.ts'
import { besides, judge, type Judgement } from './consent/evidence.ts'
import { allCookies } from './consent/page.ts'
import { consentMode, listenToStandards, standards } from './consent/standards.ts'
import { EVENTS, listenToTools, noteEvent, tools } from './consent/tools.ts'
import { guarded } from './guarded.ts'
import { layerName } from './layer-name.ts'
import { forget } from './stored.ts'
import type { Evidence, Tag } from './tag-types.ts'

/** Cookie names of the gateway's own readers; put in by the build. */
declare const CONSENT_COOKIES: readonly string[]

const script = document.currentScript as HTMLScriptElement
const tag = window.tidegate as Tag

/** A tool tells several of its own at one click (its cookie, the TC string): they are heard together. */
const SETTLE_MS = 200
/** And yet, on a page that changes its cookies all the time, no later than this. */
const SETTLE_AT_MOST_MS = 1_000
/** While nobody has answered, also what tells nobody is found: often at first, for ten minutes in all. */
const LOOKS_MS = [500, 2_000] as const
const OFTEN = 20
const MAX_LOOKS = 320
/** A page whose tool has not come this long after `load` may have none. */
const NO_TOOL_MS = 3_000
const LAW_TRIES = 3
/** From a click to what a tool makes of it. */
const RECENT_MS = 3_000

/** Names that the site gave its tools' cookies: `data-consent-cookies` on the tag's element. */
const renamed = document.querySelector<HTMLElement>('script[data-consent-cookies]')?.dataset['consentCookies']
const names = [...CONSENT_COOKIES, ...(renamed?.split(' ') ?? [])]

const layer = layerName()

/** What the tag was last told, as text; undefined: nothing. */
let told: string | undefined
/** Something else is seen than the tag was told: until it is told, it holds everything. */
let isHeldBack = false
/** Somebody was seen waiting for the answer: then the moment in which it comes is the moment of the answer. */
let wasAsked = false
let isLeaving = false
/** The law of the place asks for no answer. */
let silencePermits = false
/** Until then the person has just done something here. */
let recentUntil = 0
/** How often the law may still be asked for. */
let lawTries = 0
/** What the site itself has said, beside us; and what stands in the tag because of us. */
let site: Evidence | undefined
let ours: string | undefined
let settling: ReturnType<typeof setTimeout> | undefined
let settleBy: number | undefined

function look(): Judgement {
  const cookies = consentCookies(allCookies(), names)
  const voices = [...tools(cookies), ...standards()]
  const loading = document.readyState !== 'complete' && !isLeaving
  return judge({ cookies, voices, consentMode: consentMode(layer), heard: told !== undefined, loading })
}

/** Whatever the page's own objects do to us, the page is not to notice. */
function tell(): void {
  clearTimeout(settling)
  settleBy = undefined
  try {
    listenToSite()
    tellOf(look())
  } catch {
    // The next look may see more.
  }
}

/** A banner of the site's own speaks for itself, whatever an old tool has left: whichever of the two refuses, refuses. */
function listenToSite(): void {
  const said = tag.evidence()
  if (said === '') site = isHeldBack ? site : undefined
  else if (said !== undefined && said !== ours) site = JSON.parse(said) as Evidence
}

function wholeOf({ stand, evidence }: Judgement): Evidence {
  return stand === 'answered' ? besides(site, evidence) : evidence
}

/** Undefined: nothing of it counts. */
function textOf(judgement: Judgement): string | undefined {
  const { stand } = judgement
  const counts = stand === 'answered' || (stand === 'silent' && silencePermits)
  return counts ? JSON.stringify(wholeOf(judgement)) : undefined
}

function tellOf(judgement: Judgement): void {
  const { stand, evidence } = judgement
  const whole = wholeOf(judgement)
  const text = textOf(judgement)
  if (text !== undefined && (text !== told || isHeldBack)) {
    // What the site itself has said of the answer counts before nobody's silence.
    say(
      stand === 'answered' && wasGivenNow() ? { ...whole, at: new Date().toISOString() } : whole,
      stand === 'silent' && told === undefined,
    )
    told = text
  } else if (text === undefined && told !== undefined) {
    // Taken back without an answer in its place: nothing is known any more but what the site says.
    told = undefined
    say(site)
  }
  isHeldBack = false
  // Not by one that is only waited for.
  wasAsked ||= stand === 'asked' && evidence.source === undefined
  if (stand === 'silent' && told === undefined && lawTries > 0) void askForTheLaw()
}

/** A tool says in several goes what was answered: meanwhile nothing leaves under what was answered before. */
function holdBack(): void {
  if (told === undefined || isHeldBack) return
  listenToSite()
  isHeldBack = textOf(look()) !== told
  if (isHeldBack) {
    tag.consent()
    ours = tag.evidence()
  }
}

function say(evidence: Evidence | undefined, weak = false): void {
  tag.consent(evidence, { weak })
  // Nothing stays on the device where nothing is known.
  if (!evidence) forget('')
  ours = tag.evidence()
}

/**
 * Somebody was seen waiting for it, and the person has just done something here: an answer of long ago comes late as well, where
 * its tool is still loading, and is not to become a new one.
 */
function wasGivenNow(): boolean {
  return (wasAsked || told !== undefined) && performance.now() < recentUntil
}

/** Browsers know it for some seconds, of frames inside the page as well; one that is too old to say so leaves the time out. */
function notePerson(): void {
  const { userActivation } = navigator as { userActivation?: { readonly isActive: boolean } }
  if (userActivation?.isActive) recentUntil = performance.now() + RECENT_MS
}

function heard(): void {
  listenToStandards(heard, layer)
  listenToTools(heard)
  clearTimeout(settling)
  notePerson()
  guarded(holdBack)()
  settleBy ??= performance.now() + SETTLE_AT_MOST_MS
  settling = setTimeout(tell, Math.min(SETTLE_MS, settleBy - performance.now()))
}

/** Of a page whose tool tells nobody, after the click that may have been the answer. */
function afterClick(): void {
  heard()
  setTimeout(heard, 2_000)
}

function keepLooking(count = 0): void {
  if ((told === undefined || isHeldBack) && !document.hidden) heard()
  if (count < MAX_LOOKS) setTimeout(keepLooking, LOOKS_MS[count < OFTEN ? 0 : 1], count + 1)
}

async function askForTheLaw(): Promise<void> {
  const triesLeft = lawTries - 1
  lawTries = 0
  try {
    const response = await fetch(`${new URL(script.src).origin}/v1/regime`)
    const { regime } = (await response.json()) as { regime: unknown }
    silencePermits = regime === 'opt_out' || regime === 'none'
    tell()
  } catch {
    lawTries = triesLeft
  }
}

/** Also of a tool that says so later: nobody asks here. */
function askForTheLawLater(): void {
  setTimeout(() => {
    lawTries = LAW_TRIES
    heard()
  }, NO_TOOL_MS)
}

function listen(): void {
  for (const target of [window, document])
    for (const event of EVENTS)
      target.addEventListener(event, (detail) => {
        noteEvent(detail)
        heard()
      })
  window.addEventListener('message', ({ data }) => {
    if (typeof data === 'string' && data.includes('PrivacyManagerAPI')) heard()
  })
  window.addEventListener('storage', ({ key }) => {
    // The site has cleared the whole store, elsewhere: the answer is where its tool keeps it, and is told anew. The tag holds until then.
    if (key === null && tag.evidence() === '' && told !== undefined) isHeldBack = true
    heard()
  })
  document.addEventListener('click', afterClick, { capture: true, passive: true })
  // Whoever answers and leaves in the same breath has answered: the tag asks before it leaves.
  window.addEventListener('tidegate', () => {
    isLeaving = true
    tell()
    isLeaving = false
  })
  window.addEventListener('load', () => setTimeout(tell))
  // A page out of the browser's memory: the person may have answered elsewhere since, or have taken it back.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    if (tag.evidence() === '') told = undefined
    wasAsked = false
    tell()
  })
  if (document.readyState === 'complete') askForTheLawLater()
  else window.addEventListener('load', askForTheLawLater)
}

/** The browser makes the store where it is first read, and asks another of its processes to watch the cookies: two turns. */
const cookieStore = (): EventTarget | undefined => (window as { cookieStore?: EventTarget }).cookieStore

// Each in a turn of its own, so that none holds a slow device up: what `tell` needs is done once before it, for the first time is the long one.
const turns = [
  listen,
  cookieStore,
  () => cookieStore()?.addEventListener('change', heard),
  allCookies,
  () => listenToStandards(heard, layer),
  () => listenToTools(heard),
  () => consentCookies(allCookies(), names),
  () => tools(new Map()),
  standards,
  () => consentMode(layer),
  tell,
  () => keepLooking(),
]
for (const turn of turns) setTimeout(guarded(turn))
