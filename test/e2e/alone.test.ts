/** Two gateways on one state folder would send everything twice; one on a taken port would call another's health its own. */
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { runProgram, startProgram, type Program } from '../support/program.ts'
import { freePort, removeFolder, temporaryFolder, until } from '../support/running.ts'

const SERVE = 'scripts/serve.ts'
const CLI = 'src/cli/main.ts'

let first: Program | undefined
const folders: string[] = []
afterEach(() => {
  first?.killGroup()
  folders.splice(0).forEach(removeFolder)
})

function settings(stateDir: string, port: number): Readonly<Record<string, string>> {
  return {
    STATE_DIR: stateDir,
    TIDEGATE_DIST: join(stateDir, 'dist'),
    TIDEGATE_PLATFORM_BASE: 'http://127.0.0.1:1',
    TIDEGATE_LOG_LEVEL: 'off',
    PORT: String(port),
  }
}

function folder(): string {
  const made = temporaryFolder('alone-state')
  folders.push(made)
  return made
}

it('a second gateway, or a restore, on the folder, or on the port, of one that runs says so and never that it is ready', async () => {
  const [state, port] = [folder(), await freePort()]
  first = startProgram(SERVE, [], settings(state, port))
  await first.untilLine('tidegate ready')

  const onFolder = await runProgram(SERVE, [], settings(state, await freePort()))
  expect(onFolder).toMatchObject({
    code: 1,
    output: expect.stringContaining(`another gateway runs on the state folder`),
  })

  // A backup that is one: else it would be refused for that.
  const backup = join(folder(), 'backup')
  expect(await runProgram(CLI, ['backup', backup, '--state', state], {})).toMatchObject({ code: 0 })
  renameSync(join(state, 'outbox'), join(state, 'outbox.old'))
  const restored = await runProgram(CLI, ['restore', backup, '--state', state, '--lang', 'en'], {})
  expect(restored).toMatchObject({ code: 1, output: `a gateway runs on ${state}: stop it first\n` })

  const onPort = await runProgram(SERVE, [], settings(folder(), port))
  expect(onPort).toMatchObject({ code: 1, output: expect.stringContaining(`cannot listen on 127.0.0.1:${port}`) })
  // It would send its orders to the one that is there.
  const auditCase = await runProgram('scripts/audit-case.ts', ['--once'], { PORT: String(port) })
  expect(auditCase).toMatchObject({ code: 1, output: expect.stringContaining(`cannot listen on 127.0.0.1:${port}`) })
  for (const { output } of [onFolder, onPort]) expect(output).not.toMatch(/tidegate ready|"line":"start"/)
})

it('one whose process is killed leaves nothing behind that serves: the next has the folder, and the port, for itself', async () => {
  const [state, port] = [folder(), await freePort()]
  const killed = startProgram(SERVE, [], settings(state, port))
  first = killed
  await killed.untilLine('tidegate ready')
  killed.signal('SIGKILL')
  await until('no process of it is left', () => killed.groupIsGone())
  first = startProgram(SERVE, [], settings(state, port))
  await first.untilLine('tidegate ready')
})
