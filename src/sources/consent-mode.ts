/**
 * Google's Consent Mode as a page sets it, `gtag('consent', 'default' | 'update', {…})` → `consent.state` of an event. Only an
 * update is a person's answer; a default is the page's own word for the time before. It counts as the gateway reads Google's
 * `gcd` (src/consent/signals/gcd.ts): once there is an update, a default of denied beside it stands, a default of granted never.
 * Source: Google, "Set up consent mode on websites", read 2026-11-22.
 */
import { isMembers, type Members } from './parts.ts'

export interface ConsentCommand {
  readonly command: 'default' | 'update'
  readonly state: Members
}

/** A push of the dataLayer that sets Consent Mode: an arguments object, or a list like one. */
export function consentCommand(push: unknown): ConsentCommand | undefined {
  if (typeof push !== 'object' || push === null) return undefined
  const [first, command, state] = [0, 1, 2].map((at) => Reflect.get(push, at) as unknown)
  if (first !== 'consent' || !isMembers(state)) return undefined
  return command === 'default' || command === 'update' ? { command, state } : undefined
}

export type ConsentModeState = Readonly<Partial<Record<(typeof PURPOSES)[number], 'granted' | 'denied'>>>

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'] as const

/** All that was set so far, oldest first; undefined before the first update: nobody was asked, or nobody has answered. */
export function consentModeState(commands: readonly ConsentCommand[]): ConsentModeState | undefined {
  const said: Record<string, unknown> = {}
  let answered = false
  for (const purpose of PURPOSES) {
    const words = (of: string) => commands.flatMap(({ command, state }) => (command === of ? [state[purpose]] : []))
    const update = words('update').filter(isWord).pop()
    const word = update ?? words('default').find((one) => one === 'denied')
    if (word !== undefined) said[purpose] = word
    answered ||= update !== undefined
  }
  return answered ? said : undefined
}

function isWord(value: unknown): value is 'granted' | 'denied' {
  return value === 'granted' || value === 'denied'
}
