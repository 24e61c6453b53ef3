/** Undefined where the name is itself a public suffix (`co.uk`, `vercel.app`), an address, or has no dot. */
export declare function registrableDomain(host: string): string | undefined
