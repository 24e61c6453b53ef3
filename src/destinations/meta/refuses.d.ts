/**
 * Events that Meta is known to refuse, and with them the whole batch they are in. Better said here, with a reason.
 * Sources: Meta, "Parameters" (website events), "Best Practices — Baseline requirements for matching", read 2026-11-21;
 * Purchase without a value is refused with 100/2804009.
 */
import type { CanonicalEvent } from '../../event/types.ts'
export declare function refusesMeta(fields: readonly string[], event: CanonicalEvent): string | undefined
/** Whether Meta calls this set of `user_data` keys too wide to find a person by. */
export declare function isTooWide(keys: readonly string[]): boolean
