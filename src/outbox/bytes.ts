/** How many bytes a text takes as UTF-8. Pure, and cheap for ASCII, which nearly every text here is. */

const NOT_ASCII = /[\u0080-\uffff]/

export function utf8Bytes(text: string): number {
  return NOT_ASCII.test(text) ? countBytes(text) : text.length
}

/** An upper bound that does not look at the text: no UTF-16 unit takes more than three bytes. */
export function atMostBytes(text: string): number {
  return text.length * 3
}

/** A surrogate pair is two units and four bytes. JSON texts have no lone half: JSON.stringify writes it as an escape. */
function countBytes(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) bytes += unit < 0x800 || isSurrogate(unit) ? 1 : 2
  }
  return bytes
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
