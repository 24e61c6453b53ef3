/** The names that a destination's id gives to what is written for it. */
export interface Names {
  /** `acme-ads`: folder, policy, receipts, simulator path. */
  readonly id: string
  /** `acmeAds`: the exported constant. */
  readonly camel: string
  /** `AcmeAds`: inside function names. */
  readonly pascal: string
  /** `Acme Ads`: for people. */
  readonly title: string
}

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const MAX_LENGTH = 40

/** Undefined where `id` cannot be the id of a destination. */
export function namesOf(id: string): Names | undefined {
  if (!ID.test(id) || id.length > MAX_LENGTH) return undefined
  const words = id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  const pascal = words.join('')
  return { id, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal, title: words.join(' ') }
}
