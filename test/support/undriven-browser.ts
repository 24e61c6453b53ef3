/** A browser that nobody drives: while a tool like Playwright is attached to it, Chromium makes no page ready before it is looked at. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { inject } from 'vitest'
import { commandOf } from './chosen-browser.ts'
import { atEnd, removeFolder, temporaryFolder } from './running.ts'

/** What its pages do is seen from outside. Ends with the returned function. */
export async function openUndriven(url: string): Promise<() => Promise<void>> {
  const profile = temporaryFolder('profile')
  const { executable, args } = await commandOf(inject('browser'))
  const alone = ['--headless', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const child = spawn(executable, [...args, ...alone, url], { stdio: ['ignore', 'ignore', 'pipe'] })
  atEnd(() => child.kill('SIGKILL'))
  child.stderr.resume()
  // Once all of its processes have ended, for they share it.
  const closed = once(child, 'close')
  return async () => {
    child.kill('SIGKILL')
    await closed
    removeFolder(profile)
  }
}
