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
export function findVendor(gvl: Gvl, vendorId: number): GvlVendor | undefined {
  const key = String(vendorId)
  const vendor = Object.hasOwn(gvl.vendors, key) ? gvl.vendors[key] : undefined
  return vendor === undefined || isDeleted(vendor, gvl) ? undefined : vendor
}

/** A date that cannot be read counts as past. */
function isDeleted({ deletedDate }: GvlVendor, gvl: Gvl): boolean {
  return deletedDate !== undefined && !(Date.parse(deletedDate) > Date.parse(gvl.lastUpdated))
}

export const KNOWN_VENDORS: Gvl = {
  lastUpdated: '2024-03-21',
  vendors: {
    91: {
      id: 91,
      name: 'Criteo SA',
      purposes: [1, 2, 3, 4, 7, 9, 10],
      legIntPurposes: [],
      flexiblePurposes: [10],
    },
    416: {
      id: 416,
      name: 'Commanders Act',
      purposes: [1, 2, 3, 4, 5, 6, 7, 9, 10],
      legIntPurposes: [],
      flexiblePurposes: [],
    },
    755: {
      id: 755,
      name: 'Google Advertising Products',
      purposes: [1, 3, 4],
      legIntPurposes: [2, 7, 9, 10],
      flexiblePurposes: [2, 7, 9, 10],
    },
    793: {
      id: 793,
      name: 'Amazon Advertising',
      purposes: [1, 2, 3, 4, 7, 9, 10],
      legIntPurposes: [],
      flexiblePurposes: [2, 7, 9, 10],
    },
    804: {
      id: 804,
      name: 'LinkedIn Ireland Unlimited Company',
      purposes: [1, 3, 4],
      legIntPurposes: [2, 7, 9, 10],
      flexiblePurposes: [2, 7, 9, 10],
    },
    907: {
      id: 907,
      name: 'AWIN AG',
      purposes: [1],
      legIntPurposes: [7],
      flexiblePurposes: [7],
    },
    986: {
      id: 986,
      name: 'BYTEDANCE PTE. LTD.',
      purposes: [1, 3, 4],
      legIntPurposes: [2, 7, 9, 10],
      flexiblePurposes: [2, 7, 9, 10],
    },
    1126: {
      id: 1126,
      name: 'Microsoft Advertising',
      purposes: [1, 2, 3, 4, 7, 9, 10],
      legIntPurposes: [],
      flexiblePurposes: [2, 7, 10],
    },
  },
}
