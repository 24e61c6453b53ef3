/**
 * The categories that consent tools come with: what counts where a policy names nothing of its own. Vendor-level tools
 * (Didomi, Axeptio, tarteaucitron, Klaro, Usercentrics, Commanders Act) have none: their keys are the site's own.
 * Sources: the tools' public documentation, read 2026-11-21.
 */
interface Categories {
  readonly advertising?: readonly string[]
  readonly analytics?: readonly string[]
}

export const CATEGORIES: Readonly<Record<string, Categories>> = {
  onetrust: { advertising: ['c0004'], analytics: ['c0002'] },
  cookiebot: { advertising: ['marketing'], analytics: ['statistics'] },
  cookieyes: { advertising: ['advertisement'], analytics: ['analytics'] },
  shopify: { advertising: ['marketing'], analytics: ['analytics'] },
  complianz: { advertising: ['marketing'], analytics: ['statistics'] },
  trustarc: { advertising: ['3'], analytics: ['2'] },
  'vanilla-cookieconsent': { advertising: ['marketing'], analytics: ['analytics'] },
}

/** What no banner lets anybody refuse: it says nothing about a refusal of everything else. */
const NECESSARY: ReadonlySet<string> = new Set([
  'necessary',
  'strictly_necessary',
  'strictly-necessary',
  'essential',
  'required',
  'technical',
  'c0001',
])

export function isNecessary(key: string): boolean {
  return NECESSARY.has(key)
}
