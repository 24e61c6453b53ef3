/** How a setting's change is told: what the sentences of change-settings.ts and change-browser.ts are made of. */
import type { Change } from './compare.ts'
import type { Words } from './document.ts'

export interface ChangeNames {
  /** Destination → its name: "TikTok". */
  readonly destination: (id: string) => string
}

/** Changes that differ in their event, or in event and field, and in nothing else. */
export interface Group {
  readonly change: Change
  readonly changes: readonly Change[]
  readonly names: ChangeNames
  /** Who receives, by name; empty where it is about no destination. */
  readonly who: string
  readonly events: Words
  /** With their forms. */
  readonly fields: Words
  /** The values before and after, as text. */
  readonly was: string
  readonly now: string
}

export type Say = (group: Group) => Words

/** With the value before and after, where they are short enough to be read. */
export function changed(en: string, fr: string): Say {
  return ({ change }) => {
    const values = [change.before, change.after].map(code)
    return { en: `${en} changes from ${values.join(' to ')}.`, fr: `${fr} passe de ${values.join(' à ')}.` }
  }
}

export function list(en: string, fr: string): Say {
  return ({ change }) =>
    change.after === undefined
      ? { en: `Removed: ${en} ${codes(change.before)}.`, fr: `Retrait : ${fr} ${codes(change.before)}.` }
      : { en: `Added: ${en} ${codes(change.after)}.`, fr: `Ajout : ${fr} ${codes(change.after)}.` }
}

export function codes(values: unknown): string {
  return Array.isArray(values) ? values.map(code).join(', ') : code(values)
}

export function code(value: unknown): string {
  return value === undefined ? '–' : `\`${shown(value)}\``
}

export function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
