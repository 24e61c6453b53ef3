/**
 * What one isolate holds, as V8 itself says over the inspector: the gateway's Worker and its Durable Objects share one, and a
 * limit on an isolate's memory is about this and not about the process around it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Devtools, HeapUsage } from './devtools.ts'

const SAMPLE_EVERY_MS = 20
/** A collection takes time of the isolate's: seldom enough that the load goes on in between. */
const COLLECT_EVERY_MS = 200
const LAST_ANSWER_MS = 1_000

export interface IsolatePeak {
  /** Of the heap, the runtime's objects and ArrayBuffers together, at the worst moment. */
  readonly bytes: number
  /** How many times it was asked. */
  readonly samples: number
}

export interface IsolateWatch {
  /** Throws where the inspector never answered. */
  readonly stop: () => Promise<IsolatePeak>
}

/** All that V8 has taken, garbage included. */
export function watchHeld(devtools: Devtools): IsolateWatch {
  return watch(SAMPLE_EVERY_MS, async () => {
    const usage = await devtools.heapUsage()
    return usage.totalSize + outside(usage)
  })
}

/** What is left right after a collection: the load's live objects. */
export function watchLive(devtools: Devtools): IsolateWatch {
  return watch(COLLECT_EVERY_MS, async () => {
    await devtools.collectGarbage()
    const usage = await devtools.heapUsage()
    return usage.usedSize + outside(usage)
  })
}

function outside({ embedderHeapUsedSize, backingStorageSize }: HeapUsage): number {
  return embedderHeapUsedSize + backingStorageSize
}

function watch(everyMs: number, measure: () => Promise<number>): IsolateWatch {
  let peak: IsolatePeak = { bytes: 0, samples: 0 }
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const bytes = await measure()
      peak = { bytes: Math.max(peak.bytes, bytes), samples: peak.samples + 1 }
      await sleep(everyMs)
    }
  }
  const ended = loop().catch(() => undefined)
  return {
    stop: async () => {
      stopping.abort()
      // An isolate that has nothing more to do may leave the last question open: what it was asked under the load is what counts.
      await Promise.race([ended, sleep(LAST_ANSWER_MS, undefined, { ref: false })])
      if (peak.samples === 0) throw new Error('the inspector said nothing of the memory')
      return peak
    },
  }
}
