/**
 * All that a turn writes, or nothing, without a savepoint: SQLite copies every page that is changed under one, which is a tenth of
 * what an event in a batch costs (docs/decisions/0066). What one turn writes is one commit anyway. Where part of it fails, the
 * object ends before that commit and starts anew from what is on disk, as after a crash: whoever waits is told to come back.
 */
import { logDefect } from '../telemetry/log.ts'
import { NOT_STORED } from './tables.ts'

/** Nothing of `work` may be waited for: the commit would come in between. Whatever it throws ends the object. */
export function turnTransaction<T>(ctx: Pick<DurableObjectState, 'abort'>, work: () => T): T {
  try {
    return work()
  } catch (error) {
    logDefect('outbox', error)
    // An aborted object commits nothing any more (workerd, ActorSqlite::shutdown; test/worker/outbox.test.ts).
    ctx.abort(NOT_STORED)
    throw error
  }
}
