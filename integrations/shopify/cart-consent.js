/**
 * Writes what the visitor has answered into the cart, so that the order carries it: `_tidegate_consent`, and `_tidegate_vid` where
 * the theme knows the visitor's id. Theme → Assets → add `tidegate-cart-consent.js`, then before </body> in theme.liquid:
 *   <script src="{{ 'tidegate-cart-consent.js' | asset_url }}" defer></script>
 * Every consent banner that Shopify lists tells its answer to Shopify's Customer Privacy API, which is what is read here.
 */
;(() => {
  const CONSENT = '_tidegate_consent'
  const VISITOR = '_tidegate_vid'
  const visitor = document.currentScript?.dataset.visitor

  window.Shopify?.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], (error) => {
    if (error) return
    document.addEventListener('visitorConsentCollected', () => void write(new Date().toISOString()))
    void write()
  })

  /** `at`: when the person answered. Of an answer from an earlier page it is not known here, and is left as it was written then. */
  async function write(at) {
    const said = answer()
    if (said === undefined) return
    const { attributes = {}, item_count: items = 0 } = await cart()
    // A cart with nothing in it is not made for this: the next page with one writes it.
    if (items === 0 || (at === undefined && sameState(attributes[CONSENT], said.state))) return
    const consent = JSON.stringify({ ...said, ...(at && { at }) })
    await post({ [CONSENT]: consent, ...(visitor && { [VISITOR]: visitor }) })
  }

  /** Undefined: the visitor has not answered, and nothing is written. */
  function answer() {
    const given = window.Shopify?.customerPrivacy?.currentVisitorConsent?.()
    if (!given || (given.marketing === '' && given.analytics === '')) return undefined
    const ads = given.marketing === 'yes' && given.sale_of_data !== 'no' ? 'granted' : 'denied'
    const state = {
      ad_storage: ads,
      ad_user_data: ads,
      ad_personalization: ads,
      analytics_storage: given.analytics === 'yes' ? 'granted' : 'denied',
    }
    return { state, source: 'shopify:customer_privacy' }
  }

  function sameState(written, state) {
    try {
      return JSON.stringify(JSON.parse(written).state) === JSON.stringify(state)
    } catch {
      return false
    }
  }

  async function cart() {
    const answered = await fetch('/cart.js', { headers: { accept: 'application/json' } }).catch(() => undefined)
    return answered?.ok ? answered.json() : {}
  }

  async function post(attributes) {
    const headers = { 'content-type': 'application/json' }
    await fetch('/cart/update.js', { method: 'POST', headers, body: JSON.stringify({ attributes }) }).catch(
      () => undefined,
    )
  }
})()
