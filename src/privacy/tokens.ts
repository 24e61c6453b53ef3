/** Texts that open something to whoever has them: JSON web tokens, session ids, keys of an order or a checkout. */

import type { Survey } from './survey.ts'

/** A JSON object in base64url, two dots and something between: signed (three parts) or encrypted (five). */
const PART_START = /(?<![A-Za-z0-9])e[wy]/
const MIN_HEADER = 12
const MAX_PART = 4_000

/** From dot to dot, so that each character is read once however many beginnings there are. */
export function hasJwt(text: string): boolean {
  if (!text.includes('ey') && !text.includes('ew')) return false
  let dot = text.indexOf('.')
  let start = partStart(text, 0, dot)
  while (dot !== -1) {
    const next = text.indexOf('.', dot + 1)
    if (next === -1) return false
    const nextStart = partStart(text, dot + 1, next)
    const isOnePart = nextStart === dot + 1 && next - nextStart <= MAX_PART
    if (isOnePart && endsInHeader(text.slice(start, dot))) return true
    start = nextStart
    dot = next
  }
  return false
}

/** Where the last run of base64url characters in `from`…`end` begins. */
function partStart(text: string, from: number, end: number): number {
  let start = end
  while (start > from && isPartCharacter(text.charCodeAt(start - 1))) start--
  return start
}

function isPartCharacter(code: number): boolean {
  return kindOf(code) !== 0 || code === UNDERSCORE || code === HYPHEN
}

function endsInHeader(run: string): boolean {
  const start = run.search(PART_START)
  return start !== -1 && run.length - start >= MIN_HEADER && isHeader(run.slice(start))
}

/** RFC 7515 and 7516: every header names its algorithm; `"alg"` in base64 at each of three alignments. */
function isHeader(part: string): boolean {
  return part.includes('ImFsZyI') || part.includes('JhbGci') || part.includes('iYWxnI') || OBJECT_START.test(part)
}

const OBJECT_START = /(?<![A-Za-z0-9])eyJ/

/** Names that mean one thing only: whatever is their value opens a session. */
const SESSION_NAME =
  /(?:jsessionid|phpsessid|asp\.net_sessionid|aspsessionid\w{0,12}|connect\.sid|session_?id|sess_?id|cf_?token|wordpress_logged_in\w{0,40}|order_?key|passw(?:or)?d|pwd|mdp|(?:access|refresh|id|auth|csrf|xsrf|checkout|cart|session|customer_?access|reset|api)[-_]?(?:token|key))$/i
/** Names that mean many things: only with a value that chance made. */
const MAYBE_NAME =
  /(?:^|[^A-Za-z0-9])(?:session|sess|sid|token|auth|key|secret|otp|code|state|jwt|signature|sig|hash)$/i
/** The ends of all of them. */
const MAY_BE_NAME =
  /(?:id|passw(?:or)?d|pwd|mdp|aspsessionid\w{1,12}|token|key|sess|session|auth|secret|otp|code|state|jwt|signature|sig|hash|logged_in\w{0,40})$/i
const NAME_REACH = 60
const SESSION_VALUE = /^\s{0,2}["']?[A-Za-z0-9._~+/%!|-]{8}/
/** Up to the next `=`, but for padding: a name repeated a thousand times has a thousand short values, none of them read again. */
const MAYBE_VALUE = /^\s{0,2}["']?([A-Za-z0-9_~-]{16,512}={0,2})/
const VALUE_REACH = 520
/** RFC 6750. */
const BEARER = /(?:^|[^a-z])bearer\s{1,3}([A-Za-z0-9._~+/-]{16,512})/i
/** Made to be known again: WooCommerce's orders, Stripe's checkouts and payments. */
const KNOWN =
  /(?<![A-Za-z0-9])(?:wc_order_[A-Za-z0-9]{8}|(?:cs|sk|rk)_(?:live|test)_[A-Za-z0-9]{10}|pi_[A-Za-z0-9]{10,40}_secret_[A-Za-z0-9]{10})/

/** After one of these, a segment of a path that chance made opens a checkout, an order, an account. */
const DOORS: ReadonlySet<string> = new Set(
  (
    'checkout checkouts commande commandes order orders order-received order-status panier cart carts session sessions ' +
    'token tokens reset reset-password reset_password password mot-de-passe reinitialiser confirm confirmer confirmation ' +
    'verify verification activate activation activer invite invites invitation invitations unsubscribe desinscription ' +
    'magic magic-link login log-in connexion auth sso'
  ).split(' '),
)
const LONGEST_DOOR = 16
/** How many segments after a door are looked at: `/checkouts/cn/<token>/fr-fr`. */
const BEHIND_DOOR = 3

/** Shortest text that can hold one. */
export const MIN_TOKEN = 16

export function hasSessionToken(text: string, seen: Survey): boolean {
  return hasKnownToken(text, seen) || hasNamedToken(text, seen) || withoutPathTokens(text) !== text
}

/** A word of each is looked for first, which costs next to nothing. */
function hasKnownToken(text: string, { blanks }: Survey): boolean {
  if (MARKS.some((mark) => text.includes(mark)) && KNOWN.test(text)) return true
  if (blanks === 0 || !(text.includes('earer ') || text.includes('EARER '))) return false
  return isOpaque(BEARER.exec(text)?.[1]?.replaceAll(/[./+]/g, '_') ?? '')
}
const MARKS = ['wc_order_', '_live_', '_test_', '_secret_']

/** `name=value`, `"name": "value"`: from each sign outwards. */
function hasNamedToken(text: string, { colons }: Survey): boolean {
  return hasTokenAtSign(text, '=') || (colons > 0 && hasTokenAtSign(text, ':'))
}

function hasTokenAtSign(text: string, sign: string): boolean {
  for (let at = text.indexOf(sign, 1); at !== -1; at = text.indexOf(sign, at + 1)) if (isTokenAt(text, at)) return true
  return false
}

/** The word before a sign, over a quotation mark or a blank. */
function nameBefore(text: string, sign: number): string {
  let end = sign
  while (end > 1 && end > sign - 3 && NAME_END.includes(text.charAt(end - 1))) end--
  let start = end
  while (start > 0 && start > end - NAME_REACH && isNameCharacter(text.charCodeAt(start - 1))) start--
  return text.slice(start, end)
}
const NAME_END = ` "'`

function isNameCharacter(code: number): boolean {
  return kindOf(code) !== 0 || code === UNDERSCORE || code === HYPHEN || code === DOT
}
const UNDERSCORE = 95
const HYPHEN = 45
const DOT = 46

function isTokenAt(text: string, sign: number): boolean {
  const name = nameBefore(text, sign)
  if (!MAY_BE_NAME.test(name)) return false
  if (SESSION_NAME.test(name)) return SESSION_VALUE.test(text.slice(sign + 1, sign + VALUE_REACH))
  if (!MAYBE_NAME.test(name)) return false
  return isOpaque(MAYBE_VALUE.exec(text.slice(sign + 1, sign + VALUE_REACH))?.[1] ?? '')
}

/** The path with `_` for each segment that opens something. */
export function withoutPathTokens(path: string): string {
  let cleaned = ''
  let from = 0
  let slash = path.indexOf('/')
  while (slash !== -1) {
    const next = path.indexOf('/', slash + 1)
    const end = next === -1 ? path.length : next
    if (end - slash > MIN_TOKEN && isBehindDoor(path, slash)) {
      const segment = SEGMENT.exec(path.slice(slash + 1, end))?.[0] ?? ''
      if (isOpaque(segment)) {
        cleaned += `${path.slice(from, slash + 1)}_`
        from = slash + 1 + segment.length
      }
    }
    slash = next
  }
  return cleaned + path.slice(from)
}

/** Up to a blank, a query or a fragment. */
const SEGMENT = /^[^\s?#]*/

/** Whether one of the segments before this slash is a door. */
function isBehindDoor(path: string, slash: number): boolean {
  let end = slash
  for (let back = 0; back < BEHIND_DOOR && end > 0; back++) {
    const start = path.lastIndexOf('/', end - 1)
    if (start === -1) return false
    if (end - start - 1 <= LONGEST_DOOR && DOORS.has(path.slice(start + 1, end).toLowerCase())) return true
    end = start
  }
  return false
}

const TOKEN_PARAMETER =
  /^(?:.*[-_.[])?(?:token|session|sess|sid|jsessionid|phpsessid|sessionid|auth|key|jwt|secret|otp|code|state|password|passwd|pwd|mdp|signature|sig|hash)\]?$/i

/** A parameter named like a token, with a value that chance made. */
export function isTokenParameter(name: string, value: string): boolean {
  return TOKEN_PARAMETER.test(name) && isOpaque(value)
}

const OPAQUE = /^[A-Za-z0-9_~=-]{16,512}$/

/** Long, and changing between capitals, small letters and digits as chance does and words do not. */
export function isOpaque(text: string): boolean {
  if (!OPAQUE.test(text)) return false
  if (/^[0-9a-f]{32,}$/i.test(text)) return /[a-f]/i.test(text) && /[0-9]/.test(text)
  let changes = 0
  let digits = 0
  let before = 0
  for (let i = 0; i < text.length; i++) {
    const kind = kindOf(text.charCodeAt(i))
    if (kind === DIGIT) digits++
    if (kind !== 0 && before !== 0 && kind !== before) changes++
    before = kind
  }
  return digits > 0 && changes * 5 >= text.length
}

const DIGIT = 1

function kindOf(code: number): number {
  if (code >= 48 && code <= 57) return DIGIT
  if (code >= 97 && code <= 122) return 2
  return code >= 65 && code <= 90 ? 3 : 0
}
