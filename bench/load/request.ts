/** One connection's request: the whole of it in one buffer, made once; only the ids in it change. */
import { ID_MARK } from '../event-text.ts'
import type { Job } from './job.ts'

export class RequestBytes {
  readonly bytes: Buffer
  readonly #marksPerEvent: number
  readonly #offsets: readonly number[]

  constructor(job: Job) {
    const body = Buffer.from(job.body)
    const head = [
      `POST ${job.path} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Authorization: Bearer ${job.token}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ]
    this.bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
    this.#offsets = job.events === 0 ? [] : offsetsOf(this.bytes)
    this.#marksPerEvent = this.#offsets.length / Math.max(1, job.events)
  }

  /** `idOf`: the number of the next event. Only to be called when the request before has been answered. */
  writeIds(idOf: () => number): void {
    for (let at = 0; at < this.#offsets.length; at += this.#marksPerEvent) {
      const id = idOf().toString(36).padStart(ID_MARK.length, '0')
      for (const offset of this.#offsets.slice(at, at + this.#marksPerEvent)) this.bytes.write(id, offset, 'latin1')
    }
  }
}

function offsetsOf(bytes: Buffer): number[] {
  const offsets: number[] = []
  for (let at = bytes.indexOf(ID_MARK); at >= 0; at = bytes.indexOf(ID_MARK, at + ID_MARK.length)) offsets.push(at)
  return offsets
}
