/** `33612345678`, the calling code first → `+33612345678`. Undefined: not certain. */
export declare function readCertainInternational(digits: string): string | undefined
/** `0612345678` in `FR` → `+33612345678`. Undefined: not certain. */
export declare function readCertainNational(digits: string, country: string): string | undefined
