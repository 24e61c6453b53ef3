/** Runs the vectors of consent tools, second half: the keys that `expected` names must come out exactly so. */
import { isDeepStrictEqual } from 'node:util'
import { decodeCommandersAct } from '../../src/consent/signals/cmp/commanders-act.ts'
import { decodeComplianz } from '../../src/consent/signals/cmp/complianz.ts'
import { decodeCookieYes } from '../../src/consent/signals/cmp/cookieyes.ts'
import { decodeKlaro } from '../../src/consent/signals/cmp/klaro.ts'
import { decodeShopify } from '../../src/consent/signals/cmp/shopify.ts'
import { decodeTarteaucitron } from '../../src/consent/signals/cmp/tarteaucitron.ts'
import { decodeTrustArc } from '../../src/consent/signals/cmp/trustarc.ts'
import { decodeVanillaCookieConsent } from '../../src/consent/signals/cmp/vanilla-cookieconsent.ts'
import type { Vector } from './consent.ts'

/** The instant at which the vectors say what has expired. */
const EVALUATED_AT_MS = Date.UTC(2026, 10, 21, 12)

/** Vector kind → runner: undefined where the vector passes, else what came instead. */
export const consentCmpBVectorRunners: Record<string, (vector: Vector) => string | undefined> = {
  tarteaucitron: (vector) => compare(vector, decodeTarteaucitron(vector.input)),
  commandersact: (vector) => compare(vector, decodeCommandersAct(vector.input, EVALUATED_AT_MS)),
  klaro: (vector) => compare(vector, decodeKlaro(vector.input)),
  cookieyes: (vector) => compare(vector, decodeCookieYes(vector.input)),
  shopify: (vector) => compare(vector, decodeShopify(vector.input)),
  complianz: (vector) => compare(vector, decodeComplianz(vector.input)),
  trustarc: (vector) => compare(vector, decodeTrustArc(vector.input)),
  'vanilla-cookieconsent': (vector) => compare(vector, decodeVanillaCookieConsent(vector.input)),
}

function compare({ expected }: Vector, actual: object): string | undefined {
  if (typeof expected !== 'object' || expected === null || !('ok' in expected)) return 'the vector expects nothing'
  const came = new Map<string, unknown>(Object.entries(actual))
  const wrong = Object.entries(expected).filter(([key, value]) => !isDeepStrictEqual(came.get(key), value))
  if (wrong.length === 0) return undefined
  return `expected ${JSON.stringify(Object.fromEntries(wrong))}, got ${JSON.stringify(actual)}`
}
