/** SHA-256 digests, in hexadecimal: who has the list of addresses knows whose they are. */

/** Also in groups, as programs print it. */
export const SHA256 =
  /(?:(?<![0-9A-Za-z])|(?<=(?<![0-9A-Za-z])(?:0x|sha-?256|hash)))(?:[0-9A-Fa-f][ :-]{0,2}){63}[0-9A-Fa-f](?![0-9A-Za-z])/i
/** A digest has forty digits on average; hardly one in a million has fewer than this. */
export const MIN_SHA256_DIGITS = 20

const HEX_DIGITS = 64
const MAX_GAP = 2

export function hasSha256(text: string): boolean {
  return hasHexRun(text) && SHA256.test(text)
}

/** As many hexadecimal digits in a row, however they are grouped: a cheap look, as texts with many digits have fewer letters. */
function hasHexRun(text: string): boolean {
  let digits = 0
  let gap = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (isHexDigit(code)) {
      gap = 0
      if (++digits === HEX_DIGITS) return true
    } else if (!isGap(code) || ++gap > MAX_GAP) digits = 0
  }
  return false
}

function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}

/** Space, colon, hyphen. */
function isGap(code: number): boolean {
  return code === 32 || code === 58 || code === 45
}
