/**
 * The browser before all else on the machine. Chromium slows a page down by a thread that stops the page's own and wakes it again,
 * many times in a millisecond: where that thread waits for a core behind the gateway and the shop, which are other machines in
 * life, the page stands still for whole milliseconds that are nobody's work.
 */
import { spawnSync } from 'node:child_process'
import type { Browser } from 'playwright-core'

/** False: this user may not, or there is no `chrt` or `ps`; then the figures hold what else ran. */
export async function giveRightOfWay(browser: Browser): Promise<boolean> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const { status, stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const ids = processInfo.filter(({ type }) => type === 'browser').map(({ id }) => id)
  return status === 0 && withDescendants(ids, pairsIn(stdout)).every((id) => isFirst(id))
}

type Pair = readonly number[]

function pairsIn(table: string): readonly Pair[] {
  return table.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
}

/**
 * Not only those that Chromium tells of: the processes of pages begin later, as copies of one that waits for that (its zygote), of which
 * it does not tell, and inherit what that one has.
 */
function withDescendants(ids: readonly number[], pairs: readonly Pair[]): readonly number[] {
  const children = pairs.flatMap(([id, parent]) => (id !== undefined && ids.includes(parent ?? 0) ? [id] : []))
  return children.length === 0 ? ids : [...ids, ...withDescendants(children, pairs)]
}

function isFirst(pid: number): boolean {
  return spawnSync('chrt', ['--all-tasks', '--fifo', '--pid', '1', String(pid)]).status === 0
}
