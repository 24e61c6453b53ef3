/**
 * The bridge of Google Tag Manager's dataLayer: e-commerce events reach every destination of the policy. It listens to
 * `dataLayer.push` and changes nothing of what others get.
 */
import { consentCommand, consentModeState, type ConsentCommand } from '../sources/consent-mode.ts'
import { carriedEcommerce, gtmEvent, setPerson } from '../sources/gtm-push.ts'
import { isMembers, type Members } from '../sources/parts.ts'
import { saleId } from '../sources/sale-id.ts'
import { layerName } from './layer-name.ts'
import type { Tag } from './tag-types.ts'

const tag = window.tidegate as Tag
const page = window as unknown as Record<string, unknown[] | undefined>
const name = layerName()
/** The module that listens to consent tools hears Consent Mode too, and two must not contradict each other. */
const consentIsHeard = document.querySelector('script[src*="/t/consent."]') !== null

/** A page that goes on and on says the same again; the newest count. */
const MAX_COMMANDS = 50
let commands: ConsentCommand[] = []
let carried: Members | undefined

function hear(push: unknown): void {
  hearConsent(consentCommand(push))
  const person = setPerson(push)
  if (person) tag.identify(person)
  if (isMembers(push) && push['ecommerce'] === null) carried = undefined
  const event = gtmEvent(push, carried)
  carried = carriedEcommerce(push) ?? carried
  if (!event) return
  const known = event.name === 'page_view' ? tag.pageId() : saleId(event.name, event.parts)
  const eventId = event.eventId ?? known
  tag.track(event.name, event.parts, eventId === undefined ? {} : { event_id: eventId })
}

function hearConsent(command: ConsentCommand | undefined): void {
  if (!command || consentIsHeard) return
  commands = [...commands, command].slice(-MAX_COMMANDS)
  const state = consentModeState(commands)
  if (state && command.command === 'update') tag.consent({ state, source: 'google:consent_mode' })
}

function hearAll(pushes: readonly unknown[]): void {
  for (const push of pushes) {
    try {
      hear(push)
    } catch {
      // An odd push is another's business.
    }
  }
}

function listenTo(layer: unknown[]): void {
  const push = layer.push
  layer.push = (...pushes: unknown[]): number => {
    const length = push.apply(layer, pushes)
    hearAll(pushes)
    return length
  }
  hearAll([...layer])
}

const layer = (page[name] ??= [])
// Some sites have another thing under this name: it is theirs.
if (Array.isArray(layer)) listenTo(layer)
