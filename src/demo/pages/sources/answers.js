/** The gateway's answer to a source, in plain words. A word that is not known here is shown as it is. */
import { translator } from '../language.js'
import { platformName, REASON_TEXTS } from '../reasons.js'

const reasonText = translator(REASON_TEXTS)

/** `state`: taken, counted, noted, parked, refused, failed. */
export function verdictOf(t, answer) {
  if (answer === undefined) return verdict('failed', t('verdict.no_gateway'))
  const { status, body } = answer
  if (status >= 500) return verdict('failed', t('verdict.unavailable', { status }))
  if (status >= 400) return refused(t, status, body)
  if (isMembers(body?.duplicate)) return verdict('counted', t('verdict.counted', { of: body.duplicate.of }))
  if (isMembers(body?.parked)) return parked(t, body.parked)
  if (isMembers(body?.ignored)) return ignored(t, body.ignored)
  if (isMembers(body?.ledger)) return verdict('noted', t('verdict.ledger'))
  if (Array.isArray(body?.results)) return taken(t, body.results)
  return verdict('taken', t('verdict.silent', { status }))
}

function verdict(state, text, more = []) {
  return { state, text, more }
}

function refused(t, status, body) {
  const code = String(body?.code ?? '?')
  const paths = Array.isArray(body?.paths) ? body.paths.map(String) : []
  return verdict('refused', t('verdict.refused', { status, why: known(t, 'code', code) }), paths)
}

function parked(t, { code, paths }) {
  const why = known(t, 'parked', String(code))
  return verdict('parked', t('verdict.parked', { why }), Array.isArray(paths) ? paths.map(String) : [])
}

function ignored(t, { reason, ledger }) {
  const kept = t(ledger === true ? 'verdict.in_ledger' : 'verdict.not_in_ledger')
  return verdict('noted', t('verdict.ignored', { why: known(t, 'ignored', String(reason)), kept }))
}

/** A webhook that lists an order's refunds brings the order again: what is new is what counts. */
function taken(t, results) {
  const one = results.find(({ status }) => status !== 'duplicate') ?? results[0]
  if (one === undefined) return verdict('noted', t('verdict.nothing'))
  if (one.status === 'duplicate') return verdict('counted', t('verdict.counted', { of: one.event_id }))
  if (one.status === 'refused') return verdict('noted', t('verdict.kept', { why: reasonText(one.reason) }))
  const places = Object.entries(one.destinations ?? {})
  return verdict(
    'taken',
    t('verdict.taken', { event: one.event_id }),
    places.map((place) => placeText(t, place)),
  )
}

function placeText(t, [id, decision]) {
  const text = decision === 'full' || decision === 'limited' ? t(`decision.${decision}`) : reasonText(decision)
  return `${platformName(id)}${t('sources.colon')}${text}`
}

function known(t, group, code) {
  const text = t(`${group}.${code}`)
  return text === `${group}.${code}` ? code : text
}

function isMembers(value) {
  return typeof value === 'object' && value !== null
}
