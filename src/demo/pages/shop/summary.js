/** The sums under a basket and beside an order. */
import { el } from '../dom.js'
import { money, t } from './frame.js'

export function sums({ value, shipping, tax, total }) {
  return el(
    'dl',
    { class: 'sums' },
    row(t('basket.subtotal'), money(value)),
    row(t('basket.shipping'), shipping === 0 ? t('basket.free') : money(shipping)),
    el(
      'div',
      { class: 'total' },
      el('dt', {}, t('basket.total')),
      el('dd', {}, money(total), ' ', el('span', { class: 'small muted' }, t('basket.tax', { tax: money(tax) }))),
    ),
  )
}

function row(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value))
}
