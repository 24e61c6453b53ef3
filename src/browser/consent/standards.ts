/**
 * The standards' own interfaces. IAB Tech Lab, "TCF CMP API v2" (addEventListener; an answer is `tcloaded` or
 * `useractioncomplete`) and "GPP CMP API 1.1" (addEventListener; the string counts while `signalStatus` is `ready`); Google,
 * consent mode (`gtag('consent', 'update', …)`), whose state Google's tags keep in `google_tag_data.ics`; read 2026-11-22.
 */
import { consentCommand, consentModeState, type ConsentCommand } from '../../sources/consent-mode.ts'
import { guarded } from '../guarded.ts'
import type { Voice } from './evidence.ts'
import { at, call, member } from './page.ts'

let tcf: Voice | undefined
let gpp: Voice | undefined

/** Registers where an interface has come that was not there before: also the stub of one that loads later. */
export function listenToStandards(heard: () => void, layerName?: string): void {
  if (tcf === undefined && typeof at('__tcfapi') === 'function') {
    tcf = { name: 'tcf', asks: true }
    call('__tcfapi', 'addEventListener', 2, (data: unknown, ok: unknown) => {
      if (ok !== true) return
      tcf = tcfVoice(data, tcf)
      heard()
    })
  }
  if (gpp === undefined && typeof at('__gpp') === 'function') {
    gpp = { name: 'gpp', asks: true }
    call('__gpp', 'addEventListener', (data: unknown) => {
      gpp = gppVoice(member(data, 'pingData'), gpp)
      heard()
    })
  }
  guarded(listenToConsentMode)(heard, layerName)
}

export function standards(): readonly Voice[] {
  return [tcf, gpp].filter((voice) => voice !== undefined)
}

/** What was answered stands until another answer is complete, also while the banner is open again. */
export function tcfVoice(data: unknown, before: Voice | undefined): Voice | undefined {
  if (member(data, 'gdprApplies') === false) return { name: 'tcf' }
  const status = member(data, 'eventStatus')
  const string = member(data, 'tcString')
  if ((status !== 'tcloaded' && status !== 'useractioncomplete') || typeof string !== 'string' || string === '')
    return before?.answered ? before : { name: 'tcf', asks: true, asksAgain: status === 'cmpuishown' }
  const ac = member(data, 'addtlConsent')
  return { name: 'tcf', answered: true, signals: { tcf: string, ...(typeof ac === 'string' && ac && { ac }) } }
}

/** No section in force (`[-1]`, or `[0]`, not known yet): it says nothing. */
export function gppVoice(ping: unknown, before: Voice | undefined): Voice | undefined {
  const string = member(ping, 'gppString')
  if (member(ping, 'signalStatus') !== 'ready' || typeof string !== 'string')
    return before?.answered ? before : { name: 'gpp', asks: true }
  const sections: unknown = member(ping, 'applicableSections')
  const inForce = Array.isArray(sections) ? sections.filter((id) => Number(id) > 0) : []
  if (inForce.length === 0) return { name: 'gpp' }
  return { name: 'gpp', answered: true, signals: { gpp: string, gpp_sid: inForce.join('_') } }
}

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']
/** A page's data layer may be long; what was said last is near its end. */
const MAX_PUSHES = 500
const MAX_COMMANDS = 50

/** What was heard of consent on each data layer: its other pushes are many, and those of before are not looked through again. */
const heardOn = new WeakMap<object, readonly ConsentCommand[]>()
let tellsOfItself = false

/**
 * Consent mode has no event. Who updates it pushes; Tag Manager's templates update it without a push, which Google's tags tell
 * (`addListener`, as public integrations use it).
 */
function listenToConsentMode(heard: () => void, layerName = 'dataLayer'): void {
  const layer = at(layerName)
  if (Array.isArray(layer) && !heardOn.has(layer)) listenToPushes(layer, heard)
  if (tellsOfItself || at('google_tag_data.ics.addListener') === undefined) return
  tellsOfItself = true
  call('google_tag_data.ics.addListener', PURPOSES, heard)
}

function listenToPushes(layer: unknown[], heard: () => void): void {
  const { push } = layer
  const note = (pushes: readonly unknown[]): boolean => {
    const commands = commandsIn(pushes)
    heardOn.set(layer, [...(heardOn.get(layer) ?? []), ...commands].slice(-MAX_COMMANDS))
    return commands.length > 0
  }
  const hear = guarded((pushes: readonly unknown[]) => note(pushes) && heard())
  note(layer)
  layer.push = (...pushes: unknown[]): number => {
    const length = push.apply(layer, pushes)
    hear(pushes)
    return length
  }
}

function commandsIn(pushes: readonly unknown[]): readonly ConsentCommand[] {
  return pushes.map(consentCommand).filter((command) => command !== undefined)
}

/**
 * The pushes, as the gateway reads Google's own strings, and what Google's tags make of them where they have been loaded.
 * Undefined where nobody updated anything.
 */
export function consentMode(layerName = 'dataLayer'): Readonly<Record<string, string>> | undefined {
  const layer = at(layerName)
  const pushes = (Array.isArray(layer) ? layer : []) as readonly unknown[]
  // Both: some push past the layer's own function.
  const commands = [...(heardOn.get(pushes) ?? []), ...commandsIn(pushes.slice(-MAX_PUSHES))]
  const state: Record<string, string> = { ...consentModeState(commands) }
  let updated = Object.keys(state).length > 0
  for (const purpose of PURPOSES) {
    const entry = at(`google_tag_data.ics.entries.${purpose}`)
    const update = member(entry, 'update')
    if (typeof update === 'boolean') state[purpose] = update ? 'granted' : 'denied'
    // A default of denied counts beside an update, one of granted never.
    else if (member(entry, 'default') === false) state[purpose] ??= 'denied'
    updated ||= typeof update === 'boolean'
  }
  return updated ? state : undefined
}
