/**
 * What a consent tool told Google consent mode stands among its choices under keys of ours, beside the tool's own. The names
 * are Google's, so that they mean the same whatever the site calls its vendors.
 */
import type { Purpose } from '../../types.ts'
export declare function consentModeKey(purpose: Purpose): string
export declare function isConsentMode(key: string): boolean
