import { el } from '../dom.js'
import { emptyState, lang, money, announce, shopUrl, showBasketCount, startPage, t } from './frame.js'
import { readBasket, setQuantity, totals } from './session.js'
import { sums } from './summary.js'

const place = document.getElementById('basket')

function show() {
  const lines = readBasket()
  showBasketCount()
  if (lines.length === 0) return place.replaceChildren(emptyState(t('basket.empty'), t('basket.empty_next')))
  return place.replaceChildren(
    el('ul', { class: 'plain lines' }, lines.map(line)),
    sums(totals(lines)),
    el('p', { class: 'actions end' }, el('a', { class: 'button', href: shopUrl('/checkout') }, t('basket.checkout'))),
  )
}

function line({ product, quantity }) {
  const name = product.name[lang]
  const field = `quantity-${product.id}`
  return el(
    'li',
    { class: 'line' },
    el('img', { src: `/pictures/${product.picture}.svg`, alt: '', width: 72, height: 72 }),
    el(
      'div',
      { class: 'grow' },
      el('a', { href: shopUrl('/product', { id: product.id }) }, name),
      el('p', { class: 'small muted' }, product.size),
      el(
        'p',
        { class: 'actions' },
        el('label', { for: field, class: 'hidden' }, t('basket.quantity_of', { name })),
        el(
          'select',
          { id: field, on: { change: (event) => change(product, event.target.value, field) } },
          quantities(quantity),
        ),
        el(
          'button',
          {
            type: 'button',
            class: 'link',
            'aria-label': t('basket.remove_of', { name }),
            on: { click: () => change(product, 0) },
          },
          t('basket.remove'),
        ),
      ),
    ),
    el('p', { class: 'price' }, money(product.price * quantity)),
  )
}

function quantities(chosen) {
  return Array.from({ length: 9 }, (_, index) => el('option', { selected: index + 1 === chosen }, String(index + 1)))
}

/** The list is drawn again, so focus goes back to where the person was, or to the content when the line is gone. */
function change(product, quantity, focusOn = 'main') {
  setQuantity(product.id, Number(quantity))
  show()
  document.getElementById(focusOn)?.focus()
  announce(`${t('basket.total')}${t('colon')}${money(totals(readBasket()).total)}`)
}

startPage()
show()
