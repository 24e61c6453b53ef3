/**
 * What vendors have declared on IAB Europe's Global Vendor List, for the few that a gateway may ask about: the list itself
 * is a megabyte. TikTok's pixel, Meta, Pinterest, Snap and Reddit are not on it, so a TC string cannot speak for them; 986
 * is ByteDance's ad network Pangle, not TikTok.
 * Source: Global Vendor List v45 of 2024-03-21; 755 has the same purposes in v178 of 2026-09-24; read 2026-11-21.
 */
/** The list's own names. Purpose ids are 1 to 11. */
export interface GvlVendor {
  readonly id: number
  readonly name: string
  /** Declared on consent. */
  readonly purposes: readonly number[]
  /** Declared on legitimate interest. */
  readonly legIntPurposes: readonly number[]
  /** Where the publisher may change the basis. */
  readonly flexiblePurposes: readonly number[]
  /** ISO 8601. From then on the vendor may nothing. */
  readonly deletedDate?: string
}
export interface Gvl {
  /** ISO 8601: when this list was published. */
  readonly lastUpdated: string
  /** By vendor id. */
  readonly vendors: Readonly<Record<string, GvlVendor>>
}
/** Undefined where the list has no such vendor, or no longer has it. */
export declare function findVendor(gvl: Gvl, vendorId: number): GvlVendor | undefined
export declare const KNOWN_VENDORS: Gvl
