import { el } from '../dom.js'
import { addToCart, viewItem } from '../shop-events.js'
import { findProduct } from './catalog.js'
import { emptyState, lang, money, shopUrl, showBasketCount, startPage, t } from './frame.js'
import { addOne } from './session.js'

function show(product) {
  document.title = `${product.name[lang]} · ${document.title}`
  const added = el('div', { class: 'added', role: 'status' })
  const add = el(
    'button',
    { type: 'button', class: 'button', on: { click: () => putInBasket(product, added) } },
    t('product.add'),
  )
  return el(
    'article',
    { class: 'product' },
    el(
      'div',
      { class: 'picture' },
      el('img', { src: `/pictures/${product.picture}.svg`, alt: '', width: 320, height: 320 }),
    ),
    el(
      'div',
      {},
      el('h1', {}, product.name[lang]),
      el(
        'p',
        { class: 'price' },
        money(product.price),
        ' ',
        el('span', { class: 'small muted' }, `${product.size} · ${t('product.tax')}`),
      ),
      el('p', {}, product.text[lang]),
      el('p', { class: 'actions' }, add),
      added,
    ),
  )
}

function putInBasket(product, added) {
  addOne(product.id)
  showBasketCount()
  added.replaceChildren(
    el('p', {}, t('product.added', { name: product.name[lang] })),
    el('p', {}, el('a', { class: 'button quiet', href: shopUrl('/basket') }, t('product.go_basket'))),
  )
  addToCart(product, 1)
}

startPage()
const product = findProduct(new URLSearchParams(location.search).get('id'))
const place = document.getElementById('product')
if (product === undefined) {
  place.append(el('h1', {}, t('product.missing')), emptyState('', t('product.missing_next')))
} else {
  place.append(show(product))
  viewItem(product)
}
