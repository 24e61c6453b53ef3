/** As much of the DevTools protocol as taking a CPU profile and asking for the size of the heap needs: workerd speaks it on its inspector port. */

export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
    readonly children?: readonly number[]
  }[]
  /** Node ids. */
  readonly samples: readonly number[]
  /** Microseconds. */
  readonly timeDeltas: readonly number[]
}

/** Of the calls made here two have something to say. */
interface Result extends Partial<HeapUsage> {
  readonly profile?: CpuProfile
}

/** `Runtime.getHeapUsage`: of the isolate alone, in bytes. */
export interface HeapUsage {
  /** Objects and strings, with what is garbage already and not yet collected. */
  readonly usedSize: number
  /** Pages that V8 has taken for them. */
  readonly totalSize: number
  /** The runtime's own objects that belong to those of the isolate. */
  readonly embedderHeapUsedSize: number
  /** What ArrayBuffers hold, and strings that lie outside the heap. */
  readonly backingStorageSize: number
}

interface Reply {
  readonly id?: number
  readonly result?: Result
  readonly error?: { readonly message: string }
}

const REPLY_TIMEOUT_MS = 30_000

export class Devtools {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #calls = 0

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const reply: Reply = JSON.parse(String(data))
      if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply)
    })
    socket.addEventListener('close', () => {
      for (const hear of this.#waiting.values()) hear({ error: { message: 'the inspector has gone' } })
    })
  }

  static async connect(port: number): Promise<Devtools> {
    const response = await fetch(`http://127.0.0.1:${port}/json`, { signal: AbortSignal.timeout(REPLY_TIMEOUT_MS) })
    const targets: readonly { readonly webSocketDebuggerUrl?: string }[] = JSON.parse(await response.text())
    const url = targets.find(({ webSocketDebuggerUrl }) => webSocketDebuggerUrl !== undefined)?.webSocketDebuggerUrl
    if (url === undefined) throw new Error('workerd offers no inspector')
    const socket = new WebSocket(url)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error('the inspector did not let us in')))
    await promise
    return new Devtools(socket)
  }

  async startProfile(sampleEveryMicros: number): Promise<void> {
    await this.#call('Profiler.enable')
    await this.#call('Profiler.setSamplingInterval', { interval: sampleEveryMicros })
    await this.#call('Profiler.start')
  }

  async stopProfile(): Promise<CpuProfile> {
    const profile = (await this.#call('Profiler.stop'))?.profile
    this.close()
    if (profile === undefined) throw new Error('the inspector sent no profile')
    return profile
  }

  /** What is alive in V8's heap: garbage is collected first. */
  async liveHeapBytes(): Promise<number> {
    await this.collectGarbage()
    return (await this.heapUsage()).usedSize
  }

  async collectGarbage(): Promise<void> {
    await this.#call('HeapProfiler.collectGarbage')
  }

  /** Answered between two turns of the isolate, never within one. */
  async heapUsage(): Promise<HeapUsage> {
    const usage = await this.#call('Runtime.getHeapUsage')
    const { usedSize, totalSize, embedderHeapUsedSize, backingStorageSize } = usage ?? {}
    if (
      usedSize === undefined ||
      totalSize === undefined ||
      embedderHeapUsedSize === undefined ||
      backingStorageSize === undefined
    )
      throw new Error('the inspector sent no size of the heap')
    return { usedSize, totalSize, embedderHeapUsedSize, backingStorageSize }
  }

  close(): void {
    this.#socket.close()
  }

  async #call(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Result | undefined> {
    const id = ++this.#calls
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    const timer = setTimeout(() => reject(new Error(`${method} was not answered`)), REPLY_TIMEOUT_MS)
    this.#waiting.set(id, resolve)
    this.#socket.send(JSON.stringify({ id, method, params }))
    const { result, error } = await promise
    clearTimeout(timer)
    this.#waiting.delete(id)
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result
  }
}
