/**
 * Consent in the page: hears the person's answer from the consent tool that the page has, and hands it to the tag as
 * evidence, whenever it changed and only then. What it means is the gateway's to say. Writes nothing to the device.
 */
import { consentCookies } from './consent/cookies.ts'
import { judge, type Judgement } from './consent/evidence.ts'
import { allCookies } from './consent/page.ts'
import { consentMode, listenToStandards, standards } from './consent/standards.ts'
import { EVENTS, listenToTools, noteEvent, tools } from './consent/tools.ts'
import type { Tag } from './tag-types.ts'

/** Cookie names of the gateway's own readers; put in by the build. */
declare const CONSENT_COOKIES: readonly string[]

const script = document.currentScript as HTMLScriptElement
const tag = window.tidegate as Tag

/** A tool tells several of its own at one click (its cookie, the TC string): they are heard together. */
const SETTLE_MS = 200
/** While nobody has answered, also what tells nobody is found: often at first, for ten minutes in all. */
const LOOKS_MS = [500, 2_000] as const
const OFTEN = 20
const MAX_LOOKS = 320
/** A page whose tool has not come this long after `load` may have none. */
const NO_TOOL_MS = 3_000

/** Names that the site gave its tools' cookies: `data-consent-cookies` on the tag's element. */
const renamed = document.querySelector<HTMLElement>('script[data-consent-cookies]')?.dataset['consentCookies']
const names = [...CONSENT_COOKIES, ...(renamed?.split(' ') ?? [])]

/** What the tag was last told, as text; undefined: nothing. */
let told: string | undefined
/** Somebody was seen waiting for the answer: then the moment in which it comes is the moment of the answer. */
let wasAsked = false
/** The law of the place asks for no answer. */
let silencePermits = false
let settling: ReturnType<typeof setTimeout> | undefined

function look(): Judgement {
  const cookies = consentCookies(allCookies(), names)
  return judge({ cookies, voices: [...tools(cookies), ...standards()], consentMode: consentMode() })
}

/** Whatever the page's own objects do to us, the page is not to notice. */
function tell(): void {
  clearTimeout(settling)
  try {
    tellOf(look())
  } catch {
    // The next look may see more.
  }
}

function tellOf({ stand, evidence }: Judgement): void {
  const text = JSON.stringify(evidence)
  const counts = stand === 'answered' || (stand === 'silent' && silencePermits)
  if (counts && text !== told) {
    const witnessed = wasAsked || told !== undefined
    // What the site itself has said of the answer counts before nobody's silence.
    const options = { weak: stand === 'silent' && told === undefined }
    told = text
    tag.consent(witnessed ? { ...evidence, at: new Date().toISOString() } : evidence, options)
  } else if (!counts && told !== undefined) {
    // Taken back without an answer in its place: nothing is known any more.
    told = undefined
    tag.consent({})
  }
  wasAsked ||= stand === 'asked'
}

function heard(): void {
  listenToStandards(heard)
  listenToTools(heard)
  clearTimeout(settling)
  settling = setTimeout(tell, SETTLE_MS)
}

/** Of a page whose tool tells nobody, after the click that may have been the answer. */
function afterClick(): void {
  heard()
  setTimeout(heard, 2_000)
}

function keepLooking(count = 0): void {
  if (told === undefined && !document.hidden) heard()
  if (count < MAX_LOOKS) setTimeout(keepLooking, LOOKS_MS[count < OFTEN ? 0 : 1], count + 1)
}

async function askForTheLaw(): Promise<void> {
  if (told !== undefined || look().stand !== 'silent') return
  const response = await fetch(`${new URL(script.src).origin}/v1/regime`)
  const { regime } = (await response.json()) as { regime: unknown }
  silencePermits = regime === 'opt_out' || regime === 'none'
  tell()
}

for (const target of [window, document])
  for (const event of EVENTS)
    target.addEventListener(event, (detail) => {
      noteEvent(detail)
      heard()
    })
window.addEventListener('message', ({ data }) => {
  if (typeof data === 'string' && data.includes('PrivacyManagerAPI')) heard()
})
window.addEventListener('storage', heard)
document.addEventListener('click', afterClick, { capture: true, passive: true })
// Whoever answers and leaves in the same breath has answered.
window.addEventListener('pagehide', () => {
  if (settling !== undefined) tell()
})
// A page out of the browser's memory: the person may have answered elsewhere since.
window.addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  told = undefined
  wasAsked = false
  tell()
})
const { cookieStore } = window as { cookieStore?: EventTarget }
cookieStore?.addEventListener('change', heard)

const askLater = () => setTimeout(() => void askForTheLaw().catch(() => {}), NO_TOOL_MS)
if (document.readyState === 'complete') askLater()
else window.addEventListener('load', askLater)
// Each in a turn of its own, so that none holds a slow device up.
for (const turn of [() => listenToStandards(heard), () => listenToTools(heard), tell, () => keepLooking()])
  setTimeout(turn)
