/** A maker whose product is made when it is first asked for, and kept: a cold start pays for nothing that it does not use. */
export declare function once<T extends object>(make: () => T): () => T
