/** Bindings that begin with this are the gateway's own: none of them may be sent to a platform as its token. */
export declare const OWN_SECRETS = 'TIDEGATE_'
export declare function isOwnSecret(name: string): boolean
