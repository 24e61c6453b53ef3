/** Whether a text that should name a binding is rather what stands in one. */

/** How shops and payment services begin their keys; a name of a binding says what it is for instead. */
const BEGINNINGS = /^(SHPSS|SHPAT|SHPCA|WHSEC|SK_LIVE|SK_TEST|RK_LIVE|CK|CS|EAA)_?[A-Z]*[0-9]/

/** A run of letters and digits this long that mixes both is drawn by chance: 64 bits and more. */
const LONG = 16

export function looksLikeSecret(name: string): boolean {
  if (BEGINNINGS.test(name)) return true
  return name.split('_').some((part) => part.length >= LONG && /[0-9].*[A-Z].*[0-9]|[A-Z].*[0-9].*[A-Z]/.test(part))
}
