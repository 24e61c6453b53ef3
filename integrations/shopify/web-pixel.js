/**
 * Tidegate's custom pixel for Shopify: Settings → Customer events → Add custom pixel, then paste the whole file and change the two
 * lines below. It passes on what the visitor does, with what they have answered; the gateway decides what leaves.
 */
const GATEWAY = 'https://events.shop.example'
const SHOP = 'your-shop.myshopify.com'

const EVENTS = [
  'page_viewed',
  'product_viewed',
  'collection_viewed',
  'search_submitted',
  'product_added_to_cart',
  'checkout_started',
  'payment_info_submitted',
  'checkout_completed',
]
/** By these the platforms know a click; they are read only where advertising is allowed. */
const COOKIES = ['_fbp', '_fbc', '_ttp', 'ttclid']

let privacy = init.customerPrivacy
api.customerPrivacy.subscribe('visitorConsentCollected', (event) => {
  privacy = event.customerPrivacy
})

for (const name of EVENTS) analytics.subscribe(name, send)

async function send({ id, name, timestamp, data, context }) {
  const body = {
    id,
    name,
    timestamp,
    data,
    context: {
      document: { location: { href: context.document.location.href }, referrer: context.document.referrer },
      navigator: { userAgent: context.navigator.userAgent },
    },
    customerPrivacy: privacy,
    cookies: await platformCookies(),
  }
  // Plain text asks for no permission first; a lost answer is nothing the page could mend.
  await fetch(`${GATEWAY}/hooks/shopify-pixel?shop=${encodeURIComponent(SHOP)}`, {
    method: 'POST',
    body: JSON.stringify(body),
    mode: 'no-cors',
    keepalive: true,
  }).catch(() => undefined)
}

async function platformCookies() {
  if (!privacy || !privacy.marketingAllowed || !privacy.saleOfDataAllowed) return {}
  const found = {}
  for (const name of COOKIES) {
    const value = await browser.cookie.get(name).catch(() => '')
    if (value) found[name] = value
  }
  return found
}
