/** Under what all credits of the page stand, in words; its hash, so that two prints can be told apart. */
import { el } from '../diagnostics/elements.js'
import { instant, number } from '../console/words.js'
import { nameText, t } from './words.js'

export function frameBar(frame, frameId) {
  if (typeof frame !== 'object' || frame === null || frame.window === undefined) return null
  const {
    conversion,
    window,
    direct,
    value,
    date_basis: basis,
    time_zone: zone,
    as_of: asOf,
    touch_kinds: kinds,
  } = frame
  const parts = [
    t('frame_conversion', { statuses: (conversion?.statuses ?? []).map(nameText).join(', ') }),
    t('frame_window', { days: number(window.hours / 24, 1) }),
    t(`frame_direct_${direct}`),
    t(`frame_value_${value?.basis}`, { currency: value?.currency }),
    t(`basis_${basis}`),
    t('frame_browser'),
    ...(value?.shipping === undefined ? [] : [t(`frame_shipping_${value.shipping}`)]),
    instant(asOf, zone),
  ]
  return el(
    'details',
    { class: 'frame-bar' },
    el(
      'summary',
      {},
      el('span', {}, t('frame'), ' '),
      el('code', { 'data-frame': frameId, title: frameId }, (frameId ?? '').slice(0, 12)),
      el('span', { class: 'muted small' }, ` ${parts.slice(1, 5).join(' · ')}`),
    ),
    el(
      'ul',
      {},
      parts.map((part) => el('li', {}, part)),
    ),
    el('p', { class: 'muted small' }, t('frame_kinds', { kinds: (kinds ?? []).map(nameText).join(', ') })),
    el('p', { class: 'muted small' }, t('frame_hint'), ' ', el('code', {}, frameId ?? '')),
  )
}
