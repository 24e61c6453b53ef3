/**
 * Platforms match on the public address of the device. An address of an inner network, of this machine, or one with a
 * port attached is of no use to them and says something about the sender's network: it is left out.
 */
/** The address itself where it is public, in IPv4 form where it is an IPv4 address mapped into IPv6; else undefined. */
export declare function publicIp(text: string | undefined): string | undefined
