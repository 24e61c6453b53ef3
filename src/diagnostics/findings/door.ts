/** Requests that were refused, or set aside, before any event of theirs was looked at. */
import { UNPRINTABLE } from '../../privacy/guard.ts'
import { OTHER } from '../counts.ts'
import { finding, totalOf, type Finding, type FindingCode, type Known, type Severity } from '../finding.ts'
import { hostOf, NO_ORIGIN, OPAQUE_ORIGIN } from '../origin-name.ts'

type Told = readonly [code: FindingCode, severity: Severity]

const UNREADABLE: Told = ['body_unreadable', 'error']
const BUSY: Told = ['gateway_busy', 'warning']
const AUTOMATED: Told = ['automated_visits', 'info']
const SOURCE: Told = ['source_refused', 'error']
const DEMAND: Told = ['shop_demand', 'warning']
/** Where the words depend on the code itself. */
const BY_REASON: ReadonlySet<Told> = new Set([UNREADABLE, AUTOMATED, SOURCE, DEMAND])

const TOLD: Readonly<Record<string, Told>> = {
  token_missing_or_bad: ['token_refused', 'error'],
  not_json: UNREADABLE,
  wrong_structure: UNREADABLE,
  body_incomplete: UNREADABLE,
  too_deep: UNREADABLE,
  forbidden_key: UNREADABLE,
  no_events: UNREADABLE,
  too_many_events: UNREADABLE,
  malformed: UNREADABLE,
  body_too_large: ['body_too_large', 'error'],
  too_large: ['body_too_large', 'error'],
  wrong_content_type: ['content_type_refused', 'error'],
  unsupported_media_type: ['content_type_refused', 'error'],
  source_not_configured: SOURCE,
  signature_missing: SOURCE,
  signature_mismatch: SOURCE,
  timestamp_out_of_tolerance: SOURCE,
  key_missing: SOURCE,
  key_unknown: SOURCE,
  parked: ['request_parked', 'warning'],
  access_request: DEMAND,
  erase_person: DEMAND,
  erase_shop: DEMAND,
  uninstalled: DEMAND,
  too_busy: BUSY,
  outbox_unavailable: BUSY,
  defect: BUSY,
  write_key_missing_or_bad: ['write_key_refused', 'error'],
  too_many_requests: ['network_limited', 'warning'],
  bot: AUTOMATED,
  prefetch: AUTOMATED,
}

export function doorFindings(known: Known): readonly Finding[] {
  return [...originFindings(known), ...requestFindings(known), ...shopFindings(known)]
}

/** A door that is shut to us: what no webhook brought is not found then. */
function shopFindings({ counts }: Known): readonly Finding[] {
  return counts.rows('shops').map((row) => finding('shop_api_refused', 'error', { kind: row.a }, row))
}

function requestFindings({ counts }: Known): readonly Finding[] {
  return counts.rows('door').flatMap((row) => {
    const told = Object.hasOwn(TOLD, row.a) ? TOLD[row.a] : undefined
    if (told === undefined) return []
    const [code, severity] = told
    const subject = { caller: row.b, ...(BY_REASON.has(told) && { reason: row.a }) }
    return [finding(code, severity, subject, row)]
  })
}

const UNNAMED: Readonly<Record<string, readonly [side: string, severity: Severity]>> = {
  [NO_ORIGIN]: ['none', 'info'],
  [OPAQUE_ORIGIN]: ['opaque', 'warning'],
}

/** Pages of the site's own domain one by one: those are its sales. Of all others one finding: most are none of its business. */
function originFindings({ counts, plan }: Known): readonly Finding[] {
  const rows = counts.rows('strangers')
  const isOwn = kinshipWith(plan.site.origins)
  const own = rows.filter(({ a }) => isOwn(a))
  const unnamed = rows.filter(({ a }) => Object.hasOwn(UNNAMED, a))
  const others = rows
    .filter((row) => !own.includes(row) && !unnamed.includes(row))
    .toSorted((one, other) => rank(one.a) - rank(other.a) || other.count - one.count)
  return [
    ...own.map((row) => finding('origin_not_allowed', 'error', { side: 'own', origin: row.a }, row)),
    ...unnamed.map((row) => {
      const [side, severity] = UNNAMED[row.a] ?? ['none', 'info']
      return finding('origin_not_allowed', severity, { side }, row)
    }),
    ...(others.length === 0
      ? []
      : [
          finding(
            'origin_not_allowed',
            'warning',
            { side: 'other', origins: others.map(({ a }) => a).join(' ') },
            totalOf(others),
          ),
        ]),
  ]
}

/** Names first, then what stands for names. */
function rank(origin: string): number {
  return origin === OTHER || origin === UNPRINTABLE ? 1 : 0
}

/** Beside, above or below a listed origin's host: `shop.example`, `m.shop.example` for `https://www.shop.example`. */
function kinshipWith(origins: readonly string[]): (origin: string) => boolean {
  const domains = origins.map((origin) => hostOf(origin)?.replace(/^www\./, '')).filter((host) => host !== undefined)
  return (origin) => {
    const host = hostOf(origin)?.replace(/^www\./, '')
    if (host === undefined) return false
    return domains.some((domain) => isBelow(host, domain) || isBelow(domain, host))
  }
}

function isBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}
