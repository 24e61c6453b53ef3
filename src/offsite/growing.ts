/** A column of numbers, as many as come: twice the room whenever it is full. */
type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array

export class Growing<Column extends Numbers> {
  length = 0
  readonly #make: new (length: number) => Column
  #room: Column

  constructor(make: new (length: number) => Column, expected = 1_024) {
    this.#make = make
    this.#room = new make(expected)
  }

  push(number: number): void {
    if (this.length === this.#room.length) {
      const larger = new this.#make(this.#room.length * 2)
      larger.set(this.#room)
      this.#room = larger
    }
    this.#room[this.length++] = number
  }

  values(): Column {
    return this.#room.subarray(0, this.length) as Column
  }
}
