/**
 * The cookies that consent tools leave: which of them go to the gateway, and which say that the person has answered. What
 * the answer was the gateway reads. Pure: text in, values out; never throws.
 */

/** Name as it stands → value as it stands; the first of two with one name is the one that counts in browsers. */
export type Cookies = ReadonlyMap<string, string>

/** More than a browser keeps for one site (Chromium: 180). */
const MAX_COOKIES = 400

/** `names`: those of the readers, a final `*` stands for any ending. No other cookie is looked at further. */
export function consentCookies(text: string, names: readonly string[]): Cookies {
  const found = new Map<string, string>()
  for (const pair of text.split(';', MAX_COOKIES)) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at > 0 && !found.has(name) && names.some((one) => isNamed(name, one)))
      found.set(name, stable(name, pair.slice(at + 1).trim()))
  }
  return found
}

function isNamed(name: string, one: string): boolean {
  return one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one
}

/**
 * OneTrust writes the time and the address of the page into its cookie at every page: neither says anything of consent, and
 * an answer would seem a new one each time.
 */
function stable(name: string, value: string): string {
  return name === 'OptanonConsent' ? value.replace(/(^|&)(datestamp|landingPath)=[^&]*/g, '').replace(/^&/, '') : value
}

/** Cookie → the tool, and what in its value (decoded) is an answer of the person: most are there before it. */
const ANSWERS: readonly (readonly [string, string, RegExp])[] = [
  ['axeptio_cookies*', 'axeptio', /"\$\$completed":true/],
  ['TC_PRIVACY', 'commandersact', /./],
  ['cmplz_banner-status', 'complianz', /dismissed/],
  ['CookieConsent', 'cookiebot', /method:'explicit'/],
  ['cookieyes-consent', 'cookieyes', /action:yes/],
  ['didomi_token', 'didomi', /abled":\["/],
  ['klaro', 'klaro', /./],
  // `interactionCount` is 1 on some sites where nobody has answered.
  ['OptanonAlertBoxClosed', 'onetrust', /./],
  ['_tracking_consent', 'shopify', /^3[AMPSamps]+\.|"CMP":\{[^}]*"[01]"|"(GDPR|CCPA)":"[01]"/],
  ['tarteaucitron', 'tarteaucitron', /=(true|false)/],
  ['cmapi_cookie_privacy', 'trustarc', /./],
  ['notice_preferences', 'trustarc', /./],
  ['notice_gdpr_prefs', 'trustarc', /./],
  ['cc_cookie', 'vanilla-cookieconsent', /./],
  ['euconsent-v2', 'tcf', /./],
  ['eupubconsent-v2', 'tcf', /./],
]

/** The tools that the person has answered, by their cookies. */
export function answeredIn(cookies: Cookies): ReadonlySet<string> {
  const answered = new Set<string>()
  for (const [name, value] of cookies)
    for (const [one, tool, answer] of ANSWERS) if (isNamed(name, one) && answer.test(decoded(value))) answered.add(tool)
  if (/AwaitingReconsent=true/.test(cookies.get('OptanonConsent') ?? '')) answered.delete('onetrust')
  // Some regions are not asked: what these cookies permit there was nobody's answer.
  if (/^(%22|")?implied/.test(cookies.get('notice_behavior') ?? '')) answered.delete('trustarc')
  return answered
}

/** Percent-encoded, and base64 of JSON where it is that (Didomi's token). */
function decoded(value: string): string {
  let text = value
  try {
    text = decodeURIComponent(text)
    text = decodeURIComponent(text)
  } catch {
    // As far as it went.
  }
  try {
    return text.startsWith('eyJ') ? atob(text.replace(/-/g, '+').replace(/_/g, '/')) : text
  } catch {
    return text
  }
}
