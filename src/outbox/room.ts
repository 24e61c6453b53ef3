/** Whether a shard takes events now, and what it says when it does not. */
import type { Fill } from './fill.ts'
import type { Intake } from './intake.ts'
import type { ShardMove } from './shard-move.ts'
import type { TakeAnswer } from './types.ts'

export const FULL = { kind: 'unavailable', retryAfterSeconds: 30 } as const satisfies TakeAnswer
/** It has not yet all that belongs to it, or the body was parted by another number of shards than this one's policy has. */
export const NOT_ITS_PART = { kind: 'unavailable', retryAfterSeconds: 2 } as const satisfies TakeAnswer

/** 0 where a body that was parted by so many shards would be taken; else in how many seconds to come back. */
export async function retryAfter(
  shards: number,
  move: Pick<ShardMove, 'takes'>,
  fill: Pick<Fill, 'isFull'>,
  intake: Pick<Intake, 'retryAfter'>,
): Promise<number> {
  const takes = move.takes(shards)
  if (takes !== true && !(await takes)) return NOT_ITS_PART.retryAfterSeconds
  return fill.isFull() ? FULL.retryAfterSeconds : intake.retryAfter()
}
