/**
 * The name of the library that a policy may extend. What it gives is in standard-fields.ts, standard-events.ts and
 * standard-recipients.ts. A change there changes what sites send and sign: it gets a new number, and the old one stays.
 */
export declare const STANDARD = 'tidegate/standard@1'
