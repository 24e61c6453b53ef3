import { el } from '../dom.js'
import { purchase } from '../shop-events.js'
import { emptyState, lang, liveLink, money, startPage, t } from './frame.js'
import { isOwnBanner } from './banner-choice.js'
import { readConsent } from './consent.js'
import { countReport, orderLines, readOrder, totals } from './session.js'
import { sums } from './summary.js'

function show(order, lines, reported, unsent) {
  return [
    el('h1', {}, t('thanks.heading', { name: order.person.first_name ?? '' })),
    el('p', { class: 'lead' }, `${t('thanks.order')} `, el('strong', { id: 'order-number' }, order.id)),
    el('p', { class: 'muted' }, t('thanks.nothing')),
    el(
      'div',
      { class: 'two' },
      el(
        'section',
        { class: 'summary', 'aria-labelledby': 'order-heading' },
        el('h2', { id: 'order-heading' }, t('checkout.summary')),
        el(
          'ul',
          { class: 'plain' },
          lines.map(({ product, quantity }) =>
            el(
              'li',
              { class: 'spread' },
              el('span', {}, `${quantity} × ${product.name[lang]}`),
              el('span', {}, money(product.price * quantity)),
            ),
          ),
        ),
        sums(totals(lines)),
      ),
      el(
        'section',
        { class: 'summary try', 'aria-labelledby': 'reload-heading' },
        el('h2', { id: 'reload-heading' }, t('thanks.reload_heading')),
        el('p', {}, t('thanks.reload')),
        el('p', {}, el('strong', {}, reported === 1 ? t('thanks.sent_once') : t('thanks.sent_many', { n: reported }))),
        unsent,
        el(
          'p',
          { class: 'actions' },
          el(
            'button',
            { type: 'button', class: 'button', on: { click: () => location.reload() } },
            t('thanks.reload_button'),
          ),
          liveLink('button quiet'),
        ),
      ),
    ),
  ]
}

/** Why the sale that the page has reported is not sent, if it is not. */
function showUnsent(place) {
  const answer = readConsent()?.answer
  place.textContent = answer === undefined ? t('thanks.if_held') : t('thanks.if_denied')
  place.hidden = answer === 'granted' || !isOwnBanner
}

const unsent = el('p', { class: 'small', role: 'status' })
startPage(() => showUnsent(unsent))
const order = readOrder(new URLSearchParams(location.search).get('order'))
const place = document.getElementById('thanks')
if (order === undefined) {
  place.append(el('h1', {}, t('thanks.missing')), emptyState('', t('thanks.missing_next')))
} else {
  const lines = orderLines(order)
  const reported = countReport(order)
  place.append(...show(order, lines, reported, unsent))
  showUnsent(unsent)
  purchase(order, lines, totals(lines), reported)
}
