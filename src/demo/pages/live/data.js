/**
 * What the live page knows: the last decisions of the gateway, and what the simulators received, matched by event id.
 * Pure: `live.js` fetches, this reads. Everything from outside is checked before use, as a half-built or newer gateway
 * may answer in another shape.
 */

/** Events shown. Each poll asks for these again, because the outcome of an old decision still changes. */
export const MAX_EVENTS = 100

/** The number to ask after, so that the last MAX_EVENTS decisions come with what became of them. */
export function askAfter(seq) {
  return Math.max(0, seq - MAX_EVENTS)
}

/** @returns {{seq: number, digest: string, approval: string, decisions: object[]}} newest first; nothing when the gateway is down */
export function readDecisions(part) {
  if (part?.up !== true || !isRecord(part.data)) return { seq: 0, digest: '', approval: '', decisions: [] }
  const decisions = list(part.data.decisions).filter((decision) => isRecord(decision) && Number.isFinite(decision.seq))
  decisions.sort((a, b) => b.seq - a.seq)
  return {
    seq: Number.isFinite(part.data.seq) ? part.data.seq : (decisions[0]?.seq ?? 0),
    digest: text(part.data.policy_digest),
    approval: text(part.data.policy_approval),
    decisions: decisions.slice(0, MAX_EVENTS).map(readDecision),
  }
}

function readDecision(decision) {
  return {
    seq: decision.seq,
    at: text(decision.at),
    source: text(decision.source),
    event: text(decision.event),
    eventId: text(decision.event_id),
    arrived: list(decision.arrived)
      .filter(isRecord)
      .map(({ field, shown }) => ({ field: text(field), shown: text(shown) })),
    unknown: list(decision.unknown).map(text),
    status: text(decision.status),
    reason: text(decision.reason),
    regime: text(decision.regime),
    findings: list(decision.findings)
      .filter(isRecord)
      .map(({ signal, says }) => ({ signal: text(signal), says: text(says) })),
    destinations: Object.entries(isRecord(decision.destinations) ? decision.destinations : {}).map(readDestination),
  }
}

function readDestination([id, value]) {
  const destination = isRecord(value) ? value : { decision: value }
  const outcome = isRecord(destination.outcome) ? destination.outcome : undefined
  return {
    id,
    decision: text(destination.decision),
    fields: list(destination.fields).map(text),
    leftOut: list(destination.left_out)
      .filter(isRecord)
      .map(({ field, reason, kinds }) => ({ field: text(field), reason: text(reason), kinds: list(kinds).map(text) })),
    outcome: outcome && { state: text(outcome.state), code: text(outcome.code) },
  }
}

/** What a destination's gate shows: `open` lets through; `state` is how far the event got. */
export function gate(destination) {
  const open = destination.decision === 'full' || destination.decision === 'limited'
  if (!open) return { open, state: 'kept' }
  const state = destination.outcome?.state ?? 'waiting'
  if (state === 'delivered') return { open, state: 'delivered' }
  return { open, state: ['rejected', 'expired', 'withdrawn'].includes(state) ? 'failed' : 'waiting' }
}

/** The one word for a whole event, and the destinations that it is about. */
export function verdict(decision) {
  for (const state of ['delivered', 'waiting', 'failed']) {
    const ids = decision.destinations.filter((destination) => gate(destination).state === state).map(({ id }) => id)
    if (ids.length > 0) return { state, ids }
  }
  return { state: decision.status === 'duplicate' || allDuplicates(decision) ? 'duplicate' : 'refused', ids: [] }
}

function allDuplicates({ destinations }) {
  return destinations.length > 0 && destinations.every(({ decision }) => decision === 'duplicate')
}

/** Closed consent: nobody may have the event, and the reason is consent. */
export function consentOpen(decision) {
  if (decision.destinations.some((destination) => gate(destination).open)) return true
  const reasons = [decision.reason, ...decision.destinations.map((destination) => destination.decision)]
  return !reasons.some((reason) => reason.startsWith('consent_') || reason === 'opted_out')
}

export function count(decisions) {
  const states = decisions.map((decision) => verdict(decision).state)
  const of = (state) => states.filter((each) => each === state).length
  return { arrived: decisions.length, delivered: of('delivered'), refused: of('refused'), duplicate: of('duplicate') }
}

/** Attempts by event id: what a platform received and answered, oldest first. */
export function readAttempts(part) {
  const attempts = new Map()
  if (part?.up !== true) return attempts
  for (const request of list(part.data).filter(isRecord)) {
    const body = json(request.body)
    const events = isRecord(body) ? list(body.data) : []
    for (const event of events.filter(isRecord)) {
      const id = text(event.event_id)
      const attempt = {
        at: Number.isFinite(request.at_ms) ? request.at_ms : '',
        batch: events.length,
        body: { ...body, data: [event] },
        answer: readAnswer(request.answer),
      }
      attempts.set(id, [...(attempts.get(id) ?? []), attempt])
    }
  }
  return attempts
}

function readAnswer(answer) {
  if (!isRecord(answer)) return undefined
  return { status: text(answer.status), body: json(answer.body), dropped: answer.dropped === true }
}

function json(value) {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function list(value) {
  return Array.isArray(value) ? value : []
}

function text(value) {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
