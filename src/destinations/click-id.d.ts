/** Click ids that ride on the landing page's address. They are case-sensitive and go on as they came, never cut. */
/** The first value of `name` in the URL's query, percent-decoded once; `+` stays. Undefined where it cannot be one. */
export declare function clickIdFromUrl(url: string | undefined, name: string): string | undefined
/** Printable ASCII without spaces, of a believable length. */
export declare function usableClickId(value: string | undefined): string | undefined
