/** Names of the IANA time zone database. */
/** An area and a place, or UTC: abbreviations (`CET`) and offsets know no summer time of the place. */
export declare const TIME_ZONE: RegExp
/** By the runtime's own copy of the database. */
export declare function isTimeZone(name: string): boolean
