/** Texts that open something to whoever has them: JSON web tokens, session ids, keys of an order or a checkout. */

/** A JSON object in base64url, two dots and something between: signed (three parts) or encrypted (five). */
const JWT = /(?<![A-Za-z0-9])e[wy][A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{0,4000}\.[A-Za-z0-9_-]*/g

export function hasJwt(text: string): boolean {
  if (!text.includes('ey') && !text.includes('ew')) return false
  for (const [token] of text.matchAll(JWT)) if (isHeader(token.slice(0, token.indexOf('.')))) return true
  return false
}

/** RFC 7515 and 7516: every header names its algorithm; `"alg"` in base64 at each of three alignments. */
function isHeader(part: string): boolean {
  return part.includes('ImFsZyI') || part.includes('JhbGci') || part.includes('iYWxnI') || part.startsWith('eyJ')
}

/** Names that mean one thing only: whatever is their value opens a session. */
const SESSION =
  /(?:jsessionid|phpsessid|asp\.net_sessionid|aspsessionid\w{0,12}|connect\.sid|session_?id|sess_?id|cf_?token|wordpress_logged_in\w{0,40}|order_?key|(?:access|refresh|id|auth|csrf|xsrf|checkout|cart|session|customer_?access|reset|api)[-_]?(?:token|key))["']?\s{0,2}[=:]\s{0,2}["']?[A-Za-z0-9._~+/%!|-]{8,}/i
/** Names that mean many things: only with a value that chance made. */
const MAYBE =
  /(?:^|[^A-Za-z0-9])(?:session|sess|sid|token|auth|key|secret|otp|code|state|jwt|bearer|signature|sig|hash)["']?\s{0,2}(?:[=:]|(?<=bearer)\s)\s{0,2}["']?([A-Za-z0-9_~+/-]{16,512})/gi
/** Made to be known again: WooCommerce orders, Stripe's checkouts and keys, Shopify's and GitHub's keys, AWS. */
const KNOWN =
  /(?<![A-Za-z0-9])(?:wc_order_[A-Za-z0-9]{8,}|(?:cs|sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|pi_[A-Za-z0-9]{10,}_secret_[A-Za-z0-9]{10,}|shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}|gh[opsu]_[A-Za-z0-9]{30,}|xox[bp]-[A-Za-z0-9-]{20,}|AKIA[A-Z0-9]{16})/
/** After one of these, a segment of a path that chance made opens a checkout, an order, an account. */
const DOOR =
  /^(?:checkouts?|commandes?|orders?|order-received|order-status|panier|carts?|sessions?|tokens?|reset(?:[-_]?password)?|password|mot-de-passe|confirm(?:ation|er)?|verify|verification|activat(?:e|ion)|invit(?:e|ation)s?|unsubscribe|desinscription|magic(?:[-_]?link)?|log[-_]?in|connexion|auth|sso|activer|reinitialiser)$/i
/** How many segments after a door are looked at: `/checkouts/cn/<token>/fr-fr`. */
const BEHIND_DOOR = 3

/** Shortest text that can hold one. */
export const MIN_TOKEN = 16

export function hasSessionToken(text: string): boolean {
  return KNOWN.test(text) || SESSION.test(text) || hasOpaqueValue(text) || withoutPathTokens(text) !== text
}

function hasOpaqueValue(text: string): boolean {
  for (const [, token = ''] of text.matchAll(MAYBE)) if (isOpaque(token)) return true
  return false
}

/** The path with `_` for each segment that opens something. */
export function withoutPathTokens(path: string): string {
  if (!path.includes('/')) return path
  let left = 0
  return path.replaceAll(/[^/\s?#]+/g, (segment, at: number) => {
    left = path[at - 1] === '/' ? left - 1 : 0
    const isToken = left > 0 && isOpaque(segment)
    if (DOOR.test(segment)) left = BEHIND_DOOR + 1
    return isToken ? '_' : segment
  })
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
