/** Hosts and origins as a policy may write them. */
/** A DNS name in small letters, without scheme, port, path or wildcard. RFC 1123 labels. */
export declare function isHost(text: string): boolean
/** Exactly what a browser sends in `Origin` for a page over https. */
export declare function isOrigin(text: string): boolean
/** An exact origin over http or https, or a loopback host with `:*` for any port. */
export declare function isDevelopmentOrigin(text: string): boolean
