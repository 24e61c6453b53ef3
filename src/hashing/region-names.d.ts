/**
 * Names of the US states and Canadian provinces (English and French) → their two-letter postal codes, lower-case.
 * Keys are as `lookupKey` makes them. Source: USPS and Canada Post abbreviations.
 */
export declare const REGION_CODES: ReadonlyMap<string, string>
