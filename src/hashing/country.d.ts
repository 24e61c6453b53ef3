/** The upper-case alpha-2 code, or undefined where the value is not a country: nothing is cut to two letters. */
export declare function countryCode(value: string): string | undefined
