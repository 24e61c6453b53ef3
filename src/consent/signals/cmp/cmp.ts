/**
 * The seam for consent tools (CMPs). A reader takes what the tool wrote (its cookies, or the object that the page
 * forwards under `consent.signals.cmp`) and says, in the tool's own words, who was allowed and whether anybody was asked.
 * Which of those words means which destination is the policy's business (`consent_names`).
 */

/** What one tool left. Untrusted: cookie values are raw, a forwarded value may be any JSON. */
export interface CmpInput {
  /** Cookie name as sent → raw value, as sent. Only the names that `CmpReader.cookies` lists. */
  readonly cookies: ReadonlyMap<string, string>
  /** `consent.signals.cmp[<name of the tool>]`: the tool's object, or the text of its cookie; undefined = not forwarded. */
  readonly forwarded?: unknown
}

export type CmpRecord =
  /** Something is there and cannot be read, or contradicts itself beyond what can be told: it may have been a refusal. */
  | { readonly ok: false }
  | {
      readonly ok: true
      /** The person has answered. False: a default, a banner still open, a consent that the tool implied. */
      readonly choiceMade: boolean
      /**
       * The tool's own keys (vendor, service or category ids), trimmed and lower-cased: true = allowed, false = refused,
       * null = not answered. Two spellings of one key that disagree: false. At most MAX_CHOICES.
       */
      readonly choices: ReadonlyMap<string, boolean | null>
      /** The tool says in one word that all which can be refused is, whatever keys stand beside it. */
      readonly allRefused?: true
      /** An opt-out of sale or sharing that the tool reports (Shopify `s`, OneTrust GPC); null = it does not speak of it. */
      readonly optOut: boolean | null
      /** The opt-out is Global Privacy Control as the tool saw it. */
      readonly viaGpc?: true
      /** When the person answered, epoch ms, where the tool says; NaN = what it says cannot be read. */
      readonly atMs?: number
      /** When the tool itself lets the answer lapse, epoch ms; NaN as above. */
      readonly expiresAtMs?: number
      /** The tool's own version of notice or format, for the record; at most 64 characters. */
      readonly version?: string
      /** Strings of other standards that the tool wraps; their own readers judge them. */
      readonly wrapped?: {
        readonly tcf?: string
        readonly ac?: string
        readonly gpp?: string
        readonly usprivacy?: string
      }
    }

/** Pure, bounded, never throws. `undefined` = this tool left nothing. */
export interface CmpReader {
  /** Its name in `consent.signals.cmp`, in the policy and in receipts: small letters, e.g. `didomi`. */
  readonly cmp: string
  /** Cookie names that it writes by default; a final `*` stands for any ending. */
  readonly cookies: readonly string[]
  readonly read: (input: CmpInput) => CmpRecord | undefined
}

export const UNREADABLE: CmpRecord = { ok: false }

/** More keys than any real banner has; beyond it the record is unreadable. */
export const MAX_CHOICES = 4_000
/** Longest value that is looked at. A browser's own limit for one cookie is 4,096 bytes. */
export const MAX_COOKIE_CHARACTERS = 4_096

/**
 * Percent-decodes at most `times` times while there is something to decode; undefined where it cannot be decoded or is
 * too long. Never throws.
 */
export function percentDecoded(text: string, times = 2): string | undefined {
  if (text.length > MAX_COOKIE_CHARACTERS) return undefined
  let decoded = text
  for (let i = 0; i < times && decoded.includes('%'); i++) {
    try {
      decoded = decodeURIComponent(decoded)
    } catch {
      return i === 0 ? undefined : decoded
    }
  }
  return decoded
}

/** The parsed JSON, or undefined. Never throws; the caller has bounded the length. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Adds one answer: the stricter of two for the same key. Returns false when there are too many keys. */
export function addChoice(choices: Map<string, boolean | null>, key: string, answer: boolean | null): boolean {
  const folded = key.trim().toLowerCase()
  const known = choices.get(folded)
  choices.set(folded, known === undefined ? answer : strictest(known, answer))
  return choices.size <= MAX_CHOICES
}

function strictest(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false
  return a === null || b === null ? null : true
}
