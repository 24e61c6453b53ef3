/**
 * The browser before all else on the machine. Chromium slows a page down by a thread that stops the page's own and wakes it again,
 * many times in a millisecond: where that thread waits for a core behind the gateway and the shop, which are other machines in
 * life, the page stands still for whole milliseconds that are nobody's work.
 */
import { spawnSync } from 'node:child_process'
import type { Browser } from 'playwright-core'

/** False: this user may not, or there is no `chrt` (util-linux); then the figures hold what else ran. */
export async function giveRightOfWay(browser: Browser): Promise<boolean> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  // The processes of pages begin later, as children of these, and inherit it.
  return processInfo.every(({ id }) => isFirst(id))
}

function isFirst(pid: number): boolean {
  return spawnSync('chrt', ['--all-tasks', '--fifo', '--pid', '1', String(pid)]).status === 0
}
