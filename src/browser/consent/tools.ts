/**
 * What the thirteen consent tools say in the page beside their cookies: whether one is there and waits for the person, and
 * the object that holds the answer where no cookie shows it. All that is not named here is heard by its cookie.
 * docs/consent.md has the table for site owners. Read 2026-11-22:
 * - Axeptio, "Axeptio SDK" (`_axcb`, `cookies:complete`)
 * - Commanders Act, OnSite API "consent.get", "consent.onUpdate"
 * - Complianz, `complianz.consenttype` and the event `cmplz_status_change`, as public integrations use them
 * - Cookiebot, "Developer resources" (`hasResponse`, `isOutsideEU`, events on `window`)
 * - CookieYes, "getCkyConsent" and the event `cookieyes_consent_update`
 * - Didomi, Web SDK reference "Events", "getCurrentUserStatus", "shouldConsentBeCollected"
 * - Klaro 0.7.22, `getManager()`, `watch()`: its code
 * - OneTrust, "Web CMP events guide" (`OneTrustGroupsUpdated`, `OnConsentChanged`, `IsAlertBoxClosed`)
 * - Shopify, "Customer Privacy API" (`visitorConsentCollected`, `currentVisitorConsent`, `shouldShowBanner`)
 * - tarteaucitron 1.34.0 (`tac.consent_updated`, `parameters.cookieName`): its code
 * - TrustArc, `PrivacyManagerAPI` ("getGDPRConsentDecision"), as its own integrations call it
 * - Usercentrics, "Browser events" (`UC_UI_CMP_EVENT`, `UC_UI_INITIALIZED`), local storage
 * - vanilla-cookieconsent 3.1.0 (`cc:onConsent`, `cc:onChange`): its code
 */
import { answeredIn, type Cookies } from './cookies.ts'
import type { Voice } from './evidence.ts'
import { allCookies, at, call, callOn, member } from './page.ts'

/** Their own events; what each says is looked up afterwards. */
export const EVENTS = [
  'CookiebotOnAccept',
  'CookiebotOnDecline',
  'CookiebotOnConsentReady',
  'OneTrustGroupsUpdated',
  'OTConsentApplied',
  'UC_UI_INITIALIZED',
  'UC_UI_CMP_EVENT',
  'UC_CONSENT',
  'cc:onConsent',
  'cc:onChange',
  'cmplz_fire_categories',
  'cmplz_status_change',
  'cookieyes_consent_update',
  'tac.consent_updated',
  'visitorConsentCollected',
]

/** What a tool gave by its callback: its last word. */
const told: Record<string, unknown> = {}

type Heard = () => void

/** Where the path has come, once: how to be told of an answer. What has an event of its own is not here. */
const CALLBACKS: readonly (readonly [string, (heard: Heard) => unknown])[] = [
  [
    '_axcb.push',
    (heard) =>
      call('_axcb.push', (sdk: { readonly on: (event: string, listener: (choices: object) => void) => void }) =>
        sdk.on('cookies:complete', (choices) => {
          // The event itself says that it was answered.
          told['axeptio'] = { ...choices, $$completed: true }
          heard()
        }),
      ),
  ],
  [
    'cact',
    (heard) =>
      ['consent.get', 'consent.onUpdate'].forEach((command) =>
        call('cact', command, (result: unknown) => {
          told['commandersact'] = result
          heard()
        }),
      ),
  ],
  ['Didomi.on', (heard) => call('Didomi.on', 'consent.changed', heard)],
  ['didomiOnReady.push', (heard) => call('didomiOnReady.push', heard)],
  ['klaro.getManager', (heard) => callOn(call('klaro.getManager'), 'watch', { update: heard })],
  ['OneTrust.OnConsentChanged', (heard) => call('OneTrust.OnConsentChanged', heard)],
  [
    'Shopify.loadFeatures',
    (heard) => call('Shopify.loadFeatures', [{ name: 'consent-tracking-api', version: '0.1' }], heard),
  ],
  [
    'PrivacyManagerAPI',
    () => {
      const asked = { action: 'getConsentDecision', timestamp: Date.now(), self: location.host }
      window.postMessage(JSON.stringify({ PrivacyManagerAPI: asked }), location.origin)
    },
  ],
]

const registered = new Set<string>()

/** Registers with what has come since the last time. */
export function listenToTools(heard: Heard): void {
  for (const [path, register] of CALLBACKS) {
    if (registered.has(path) || at(path) === undefined) continue
    registered.add(path)
    register(heard)
  }
}

/** An event of one of `EVENTS`: vanilla-cookieconsent hands its cookie over, wherever it keeps it. */
export function noteEvent(event: Event): void {
  const cookie = event.type.startsWith('cc:') ? member(member(event, 'detail'), 'cookie') : undefined
  if (cookie !== undefined) told['vanilla-cookieconsent'] = cookie
}

type Said = Omit<Voice, 'name'> | undefined

/** Undefined: it is not there. */
const TOOLS: Readonly<Record<string, (cookies: Cookies) => Said>> = {
  axeptio: () => presence('_axcb', 'axeptioSettings', 'axeptioSDK') && answeredOr(told['axeptio'], true),
  commandersact() {
    const status = member(member(told['commandersact'], 'consent'), 'status')
    return typeof status === 'string'
      ? answeredOr(status === 'unset' ? undefined : told['commandersact'], true)
      : undefined
  },
  complianz: () => presence('complianz') && { asks: at('complianz.consenttype') !== 'optout' },
  cookiebot() {
    if (presence('Cookiebot') === undefined) return undefined
    const asks = at('Cookiebot.hasResponse') !== true && at('Cookiebot.isOutsideEU') !== true
    return { asks, asksAgain: asks && document.getElementById('CybotCookiebotDialog') !== null }
  },
  cookieyes() {
    const { categories, isUserActionCompleted, activeLaw } = Object(call('getCkyConsent')) as Record<string, unknown>
    if (categories === undefined) return undefined
    const object = isUserActionCompleted === true ? { categories, isUserActionCompleted } : undefined
    return answeredOr(object, activeLaw !== 'ccpa')
  },
  didomi,
  klaro() {
    const { consents, savedConsents, confirmed } = Object(call('klaro.getManager')) as Record<string, unknown>
    // `consents` are its switches, also those that nobody has saved.
    const object = confirmed === true ? { consents: savedConsents ?? consents, confirmed } : undefined
    return presence('klaro', 'klaroConfig') && { ...answeredOr(object, true), asksAgain: confirmed === false }
  },
  onetrust() {
    if (presence('OneTrust', 'OptanonWrapper') === undefined) return undefined
    const closed = call('OneTrust.IsAlertBoxClosed')
    const asks = closed !== true && member(call('OneTrust.GetDomainData'), 'ShowAlertNotice') !== false
    return { asks, asksAgain: asks && closed === false }
  },
  shopify() {
    const object = call('Shopify.customerPrivacy.currentVisitorConsent')
    const answered = ['marketing', 'analytics', 'preferences'].some((of) =>
      /^(yes|no)$/.test(String(member(object, of))),
    )
    return { ...answeredOr(answered ? object : undefined, call('Shopify.customerPrivacy.shouldShowBanner') === true) }
  },
  tarteaucitron(cookies) {
    if (presence('tarteaucitron') === undefined) return undefined
    const name = at('tarteaucitron.parameters.cookieName')
    const text = cookies.has('tarteaucitron') ? undefined : cookieOf(String(name))
    return answeredOr(/=(true|false)/.test(text ?? '') ? text : undefined, true)
  },
  trustarc(cookies) {
    const object = call('PrivacyManagerAPI.callApi', 'getGDPRConsentDecision', location.hostname)
    const answered = member(object, 'source') === 'asserted'
    const asks = !(cookies.get('notice_behavior') ?? '').includes('implied')
    return presence('truste', 'PrivacyManagerAPI') && answeredOr(answered ? object : undefined, asks)
  },
  usercentrics() {
    const stored = storedByUsercentrics()
    if (presence('UC_UI', '__ucCmp') === undefined && stored === undefined) return undefined
    const answered = stored?.['uc_user_interaction'] === 'true'
    return answeredOr(answered ? stored : undefined, call('UC_UI.isConsentRequired') !== false)
  },
  'vanilla-cookieconsent'() {
    const isShown = document.getElementById('cc-main') !== null
    const cookie = told['vanilla-cookieconsent']
    if (!isShown && cookie === undefined && presence('CookieConsent.validConsent') === undefined) return undefined
    const isOver = call('CookieConsent.validConsent') === false
    return { ...answeredOr(isOver ? undefined : cookie, true), asksAgain: isOver && isShown }
  },
}

export function tools(cookies: Cookies): readonly Voice[] {
  // Whoever keeps a cookie takes the answer back with it: what was handed over before is not to outlive it.
  for (const name of answeredIn(cookies)) delete told[name]
  return Object.entries(TOOLS).flatMap(([name, look]) => {
    const said = look(cookies)
    return said === undefined ? [] : [{ name, ...said }]
  })
}

function presence(...paths: readonly string[]): true | undefined {
  return paths.some((path) => at(path) !== undefined) || undefined
}

function answeredOr(object: unknown, asks: boolean): Said {
  return object === undefined ? { asks } : { answered: true, object }
}

/**
 * Its vendors of the IAB's list, whose ids are numbers, are in the TC string; the others and the purposes are the site's.
 * Where its law is not the GDPR nobody was asked: what it holds then is passed on, and is no answer.
 */
function didomi(): Said {
  if (presence('Didomi', 'didomiConfig', 'didomiOnReady') === undefined) return undefined
  const mustAsk = call('Didomi.shouldConsentBeCollected')
  if (mustAsk !== false) return { asks: true, asksAgain: mustAsk === true }
  const status = call('Didomi.getCurrentUserStatus')
  const { regulation, created, updated, purposes, vendors } = Object(status) as Record<string, unknown>
  const own = Object.entries(Object(vendors)).filter(([id]) => !/^\d+$/.test(id))
  const object = { regulation, created, updated, purposes, vendors: Object.fromEntries(own) }
  return { answered: regulation === 'gdpr', object }
}

const USERCENTRICS = [
  'uc_settings',
  'ucData',
  'uc_user_interaction',
  'uc_interaction_type',
  'uc_tcf',
  'uc_gcm',
  'uc_usprivacy',
]

/**
 * Of each service and each decision in its history, and of each vendor of the IAB's list, which is in the TC string: nine tenths of
 * what is stored, and none of it is read.
 */
const UNREAD: ReadonlySet<string> = new Set([
  'action',
  'language',
  'versions',
  'processorId',
  'vendors',
  'vendorsDisclosed',
])

/** What it keeps of the answer; undefined where it keeps nothing, or the page may not look. */
function storedByUsercentrics(): Record<string, string> | undefined {
  try {
    const items = USERCENTRICS.flatMap((name) => {
      const item = localStorage.getItem(name)
      return item === null ? [] : [[name, readOf(item)] as const]
    })
    return items.length > 0 ? Object.fromEntries(items) : undefined
  } catch {
    return undefined
  }
}

/** It goes with every event: without what nobody reads. What is no JSON goes as it is. */
function readOf(item: string): string {
  if (!item.startsWith('{')) return item
  try {
    return JSON.stringify(JSON.parse(item), readPart)
  } catch {
    return item
  }
}

/** As it was stored: what Prototype.js up to 1.6.1 has lists make of themselves is not looked at. */
function readPart(this: Readonly<Record<string, unknown>>, name: string): unknown {
  return UNREAD.has(name) ? undefined : this[name]
}

function cookieOf(name: string): string | undefined {
  return allCookies()
    .split('; ')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}
