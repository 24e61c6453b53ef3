/**
 * Times as consent tools write them: epoch milliseconds; undefined = there is none; NaN = something is there that is no
 * time, so that nobody knows how old the answer is. Whether one is too old or ahead is judged later.
 */
/** ISO 8601 with its zone, a date alone (its first instant in UTC), or seconds or milliseconds since 1970, also as digits. */
export declare function timeMs(value: unknown): number | undefined
/** What `new Date().toString()` gives in a browser: `Thu Oct 01 2026 10:00:00 GMT+0200 (…)`; the name of the zone is not read. */
export declare function browserDateMs(text: string | undefined): number | undefined
