/** Small checks that strict simulators share. Each works on a value that may be anything. */
export declare function isNonEmptyString(value: unknown): value is string
export declare function isFiniteNumber(value: unknown): value is number
/** One lower-case SHA-256 in hex, or a list of them. */
export declare function isHashOrHashes(value: unknown): boolean
export declare function isListOfStrings(value: unknown): boolean
