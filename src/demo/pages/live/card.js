/** One event as a card: picture, decision in plain words, and everything behind it in sections that open. */
import { el } from '../dom.js'
import { lang, locale } from '../language.js'
import { EVENT_TEXTS, KIND_TEXTS, REASON_TEXTS, platformName } from '../reasons.js'
import { gate, verdict } from './data.js'
import { picture } from './picture.js'

export function eventName(event) {
  return Object.hasOwn(EVENT_TEXTS[lang], event) ? EVENT_TEXTS[lang][event] : event
}

export function verdictText(decision, t) {
  const { state, ids } = verdict(decision)
  return t(`verdict.${state}`, { names: ids.map(platformName).join(t('and')) })
}

/** `attemptsOf(platform, eventId)` gives what a platform received of the event. */
export function card(decision, attemptsOf, t) {
  const heading = `event-${decision.seq}`
  return el(
    'article',
    { class: `event ${verdict(decision).state}`, 'aria-labelledby': heading },
    el(
      'header',
      {},
      el('h3', { id: heading }, eventName(decision.event), ' ', el('code', {}, decision.event)),
      el(
        'p',
        { class: 'small muted' },
        [clock(decision.at), sourceText(decision.source, t)].filter(Boolean).join(' · '),
      ),
      el('p', { class: 'verdict' }, verdictText(decision, t)),
    ),
    el('div', { class: 'overview' }, picture(decision, t), why(decision, t)),
    arrived(decision, t),
    el(
      'div',
      { class: 'destinations' },
      decision.destinations.map((destination) =>
        destinationPart(decision, destination, attemptsOf(destination.id, decision.eventId), t),
      ),
    ),
    el('p', { class: 'small muted' }, el('code', {}, `event_id ${decision.eventId}`)),
  )
}

function why(decision, t) {
  const reason =
    verdict(decision).state === 'refused' || verdict(decision).state === 'duplicate' ? refusalReason(decision) : ''
  return el(
    'div',
    { class: 'why' },
    el('h4', {}, t('why.heading')),
    el(
      'dl',
      {},
      reason !== '' && pair(t('why.reason'), ...explain(reason)),
      pair(t('why.consent_found'), findingsText(decision.findings, t)),
      decision.regime !== '' && pair(t('why.regime'), known(t, `regime.${decision.regime}`, decision.regime)),
    ),
  )
}

function pair(name, ...value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, ...value))
}

function refusalReason(decision) {
  return decision.reason || decision.destinations[0]?.decision || decision.status
}

function findingsText(findings, t) {
  if (findings.length === 0) return t('why.no_finding')
  return findings
    .map(({ signal, says }) =>
      t('why.finding', { signal: known(t, `signal.${signal}`, signal), says: saysText(says, t) }),
    )
    .join(' ; ')
}

/** One word, or several where a signal answers differently for different purposes. */
function saysText(says, t) {
  return says
    .split(', ')
    .map((word) => known(t, `says.${word}`, word))
    .join(', ')
}

/** A reason in words, with its code beside it; a code without words is shown as it is. */
function explain(code) {
  if (!Object.hasOwn(REASON_TEXTS[lang], code)) return [el('code', {}, code)]
  return [REASON_TEXTS[lang][code], ' ', el('code', {}, code)]
}

function known(t, key, otherwise) {
  const text = t(key)
  return text === key ? otherwise : text
}

function arrived(decision, t) {
  const rows = decision.arrived.map(({ field, shown }) =>
    el('tr', {}, el('th', { scope: 'row' }, el('code', {}, breakable(field))), el('td', {}, shown)),
  )
  return section(
    'arrived',
    t('arrived.heading', { n: rows.length }),
    rows.length === 0
      ? el('p', {}, t('arrived.none'))
      : [
          el('p', { class: 'small muted' }, t('arrived.hint')),
          el(
            'table',
            {},
            el(
              'thead',
              {},
              el(
                'tr',
                {},
                el('th', { scope: 'col' }, t('arrived.field')),
                el('th', { scope: 'col' }, t('arrived.value')),
              ),
            ),
            el('tbody', {}, rows),
          ),
        ],
    decision.unknown.length > 0 && el('p', { class: 'note' }, t('arrived.unknown'), ' ', names(decision.unknown)),
  )
}

function destinationPart(decision, destination, attempts, t) {
  const { open, state } = gate(destination)
  const name = platformName(destination.id)
  return el(
    'section',
    { class: `destination ${state}` },
    el('h4', {}, name),
    el(
      'p',
      {},
      open ? known(t, `decision.${destination.decision}`, destination.decision) : explain(destination.decision),
    ),
    open &&
      el(
        'p',
        { class: 'outcome' },
        outcomeText(destination.outcome, t),
        state === 'waiting' && el('progress', { 'aria-label': name }),
      ),
    sent(destination, t),
    leftOut(destination, t),
    section(
      `${destination.id}-received`,
      t('received.heading', { name }),
      received(attempts, open && state === 'waiting', name, t),
    ),
  )
}

function outcomeText(outcome, t) {
  const state = outcome?.state ?? 'waiting'
  return known(t, `outcome.${state}`, state).replace('{code}', outcome?.code || t('outcome.no_code'))
}

function sent({ id, fields }, t) {
  if (fields.length === 0) return el('p', { class: 'small muted' }, t('fields.none_sent'))
  return section(`${id}-sent`, t('fields.sent', { n: fields.length }), el('p', {}, names(fields)))
}

function leftOut({ id, leftOut: fields }, t) {
  if (fields.length === 0) return null
  const reasons = [...new Set(fields.map(({ reason }) => reason))]
  return section(
    `${id}-left`,
    t('fields.left_out', { n: fields.length }),
    reasons
      .map((reason) => [
        el('p', {}, explain(reason)),
        el('p', {}, names(fields.filter((field) => field.reason === reason).map((field) => withKinds(field, t)))),
      ])
      .flat(),
  )
}

/** `order.items.name`, and what was found in it. */
function withKinds({ field, kinds }, t) {
  if (kinds.length === 0) return field
  return field + t('colon') + kinds.map((kind) => KIND_TEXTS[lang][kind] ?? kind).join(', ')
}

function received(attempts, expected, name, t) {
  if (attempts.length === 0) return el('p', {}, t(expected ? 'received.not_yet' : 'received.nothing', { name }))
  return attempts
    .map((attempt) => [
      el(
        'p',
        { class: 'small' },
        t('received.request', { at: clock(attempt.at) }),
        attempt.batch > 1 && el('span', { class: 'muted' }, ` (${t('received.batch', { n: attempt.batch })})`),
      ),
      code(attempt.body, t('received.heading', { name })),
      el('p', { class: 'small' }, t('received.answer'), t('colon'), answerText(attempt.answer, t)),
      hasBody(attempt.answer) && code(attempt.answer.body, t('received.answer')),
    ])
    .flat()
}

function hasBody(answer) {
  return answer?.body !== undefined && answer.body !== null && answer.body !== ''
}

function answerText(answer, t) {
  if (answer === undefined || answer.status === '') return t('received.no_answer')
  return answer.dropped ? `${answer.status} (${t('received.dropped')})` : answer.status
}

/** Scrolls inside itself, so it can be reached by keyboard. */
function code(value, label) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return el('pre', { tabindex: '0', role: 'region', 'aria-label': label }, text)
}

function section(part, summary, ...children) {
  return el('details', { 'data-part': part }, el('summary', {}, summary), ...children)
}

function names(list) {
  return list.map((name, index) => [index > 0 ? ' ' : '', el('code', { class: 'chip' }, name)]).flat()
}

/** A long name may break after a dot or an underscore, and nowhere else. */
function breakable(name) {
  return name.split(/(?<=[._])/).flatMap((piece, index) => (index === 0 ? [piece] : [el('wbr'), piece]))
}

function sourceText(source, t) {
  return source === '' ? '' : known(t, `source.${source}`, source)
}

/** `time`: ISO text, or epoch milliseconds. */
function clock(time) {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? String(time) : date.toLocaleTimeString(locale)
}
