import { COUNTRY_NAMES } from '../event/country-names.ts'

/**
 * ISO 3166-1 alpha-2: the 249 officially assigned codes, as Unicode CLDR (Node 24's Intl) has them, less CLDR's own
 * exceptional and user-assigned ones (XK, EU, UN …). Not `UK`: that is GB. The table of their names has each of them once.
 */
export const COUNTRIES: ReadonlySet<string> = new Set(Object.keys(COUNTRY_NAMES))
