/** Whether a text that should name a binding is rather what stands in one. */
export declare function looksLikeSecret(name: string): boolean
