/**
 * ISO 3166-1 alpha-2 codes and the names by which people write them, in English, French, German, Spanish, Italian, Dutch
 * and Portuguese, separated by spaces; each as `lookupKey` makes it. A table and not Intl.DisplayNames, so that the same
 * name gives the same hash on every runtime and after every upgrade. Names: Unicode CLDR 48; a few everyday ones added.
 */
export declare const COUNTRY_NAMES: Readonly<Record<string, string>>
