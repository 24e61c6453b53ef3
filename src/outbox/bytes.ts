/** How many bytes a text takes as UTF-8. Pure, and cheap for ASCII, which nearly every text here is. */

const NOT_ASCII = /[\u0080-\uffff]+/g

/** Most texts have a few accents: only those are looked at. */
export function utf8Bytes(text: string): number {
  let bytes = text.length
  for (const [units] of text.matchAll(NOT_ASCII)) bytes += moreBytesOf(units)
  return bytes
}

/** An upper bound that does not look at the text: no UTF-16 unit takes more than three bytes. */
export function atMostBytes(text: string): number {
  return text.length * 3
}

/** Than it has units. A surrogate pair is two units and four bytes. JSON texts have no lone half: JSON.stringify writes it as an escape. */
function moreBytesOf(units: string): number {
  let more = 0
  for (let i = 0; i < units.length; i++) {
    const unit = units.charCodeAt(i)
    more += unit < 0x800 || isSurrogate(unit) ? 1 : 2
  }
  return more
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
