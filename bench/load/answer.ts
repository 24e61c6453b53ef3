/** As much of HTTP/1.1 as two known servers need: a status, a Content-Length, and where the answer ends. */

const HEAD_END = '\r\n\r\n'

export class AnswerReader {
  #head: Buffer = Buffer.alloc(0)
  #bodyLeft = 0
  #status = ''

  /** The status when these bytes complete an answer; undefined while more must come. One answer at a time. */
  read(bytes: Buffer): string | undefined {
    if (this.#bodyLeft > 0) return this.#take(bytes.length)
    const head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes])
    const end = head.indexOf(HEAD_END)
    if (end < 0) {
      this.#head = head
      return undefined
    }
    this.#head = Buffer.alloc(0)
    const text = head.toString('latin1', 0, end)
    this.#status = text.slice(9, 12)
    this.#bodyLeft = contentLength(text, this.#status)
    return this.#take(head.length - end - HEAD_END.length)
  }

  #take(bytes: number): string | undefined {
    this.#bodyLeft -= bytes
    return this.#bodyLeft <= 0 ? this.#status : undefined
  }
}

function contentLength(head: string, status: string): number {
  if (status === '204') return 0
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`an answer ${status} came without Content-Length`)
  return Number(length)
}
