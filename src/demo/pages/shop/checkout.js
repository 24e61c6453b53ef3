import { el } from '../dom.js'
import { beginCheckout } from '../shop-events.js'
import { emptyState, lang, money, shopUrl, startPage, t } from './frame.js'
import { placeOrder, readBasket, totals } from './session.js'
import { sums } from './summary.js'

/**
 * An invented person. example.com belongs to nobody (RFC 2606), and 06 39 98 00 00 to 06 39 98 99 99 is kept for
 * fiction by the French numbering plan (Arcep).
 */
const CAMILLE = {
  first_name: 'Camille',
  last_name: 'Durand',
  email: 'camille.durand@example.com',
  phone: '06 39 98 12 34',
  birth_date: '1990-04-12',
  street: '12 rue des Embruns',
  zip: '29900',
  city: 'Concarneau',
}

/** `autocomplete` is off so that a browser does not put a real person's details into a demo. */
function field(name, type = 'text', required = true) {
  const id = `field-${name}`
  return el(
    'p',
    { class: `field field-${name}` },
    el('label', { for: id }, t(`checkout.${name}`)),
    el('input', {
      id,
      name,
      type,
      required,
      value: CAMILLE[name],
      maxlength: type === 'date' ? undefined : 100,
      autocomplete: 'off',
    }),
  )
}

function group(legend, ...children) {
  return el('fieldset', {}, el('legend', {}, legend), children)
}

function form(lines) {
  return el(
    'form',
    { class: 'checkout', on: { submit: order } },
    el(
      'div',
      {},
      group(
        t('checkout.person'),
        el('p', { class: 'small note' }, t('checkout.person_hint')),
        el(
          'div',
          { class: 'fields' },
          field('first_name'),
          field('last_name'),
          field('email', 'email'),
          field('phone', 'tel'),
          field('birth_date', 'date', false),
        ),
      ),
      group(
        t('checkout.address'),
        el('div', { class: 'fields' }, field('street'), field('zip'), field('city')),
        el('p', { class: 'small' }, `${t('checkout.country')}${t('colon')}${t('checkout.france')}`),
      ),
    ),
    el(
      'section',
      { class: 'summary', 'aria-labelledby': 'summary-heading' },
      el('h2', { id: 'summary-heading' }, t('checkout.summary')),
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
      el('button', { type: 'submit', class: 'button wide' }, t('checkout.place')),
    ),
  )
}

function order(event) {
  event.preventDefault()
  const placed = placeOrder(readPerson(new FormData(event.target)))
  location.assign(shopUrl('/thanks', { order: placed.id }))
}

/** The person as the canonical event has them. The street is for the parcel: no platform takes it. */
function readPerson(data) {
  const names = ['first_name', 'last_name', 'email', 'phone', 'birth_date', 'zip', 'city']
  const filled = names.map((name) => [name, String(data.get(name) ?? '')]).filter(([, value]) => value !== '')
  return { ...Object.fromEntries(filled), country: 'FR' }
}

startPage()
const lines = readBasket()
const place = document.getElementById('checkout')
if (lines.length === 0) {
  place.append(emptyState(t('basket.empty'), t('basket.empty_next')))
} else {
  place.append(form(lines))
  beginCheckout(lines, totals(lines).value)
}
