/** An object as it is, or the JSON object in a cookie's text (percent-encoded or not); undefined = neither. */
export declare function objectOf(input: unknown): Readonly<Record<string, unknown>> | undefined
