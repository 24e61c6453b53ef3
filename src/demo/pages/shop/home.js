import { el } from '../dom.js'
import { viewItemList } from '../shop-events.js'
import { PRODUCTS } from './catalog.js'
import { lang, money, shopUrl, startPage } from './frame.js'

/** A demo click id has the shape of a real one and a random end, so that two arrivals are two clicks. */
function arrival(source, parameter, prefix) {
  const end = crypto.randomUUID().replaceAll('-', '')
  const query = new URLSearchParams({
    lang,
    utm_source: source,
    [parameter]: `${prefix}${end}`,
    email: 'camille.durand@example.com',
  })
  return `/?${query}`
}

function card(product) {
  return el(
    'li',
    { class: 'card' },
    el(
      'a',
      { href: shopUrl('/product', { id: product.id }) },
      el('img', { src: `/pictures/${product.picture}.svg`, alt: '', width: 200, height: 200 }),
      el('span', { class: 'name' }, product.name[lang]),
      el('span', { class: 'small muted' }, `${product.size} · ${money(product.price)}`),
    ),
  )
}

startPage()
document.getElementById('products').append(...PRODUCTS.map(card))
document.getElementById('from-tiktok').href = arrival('tiktok', 'ttclid', 'E.C.P.demo')
document.getElementById('from-meta').href = arrival('meta', 'fbclid', 'IwAR0demo')
viewItemList(PRODUCTS)
