/** Controls, what hides or reorders, halves of pairs and lines' ends are all among these: hardly any text has one. */
const SUSPECT = /[\p{C}\p{Zl}\p{Zp}]/u

/**
 * A text as a signer must see it: characters that hide or reorder what stands there are shown as U+FFFD, so that nobody
 * signs another text than the one that they read. Unicode Standard Annex 9 (bidirectional controls); "Trojan Source", 2021.
 */
export function visible(text: string): string {
  if (!SUSPECT.test(text)) return text
  return text
    .replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')
    .replaceAll('\t', ' ')
    .replaceAll(
      /[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu,
      '\uFFFD',
    )
    .toWellFormed()
}
