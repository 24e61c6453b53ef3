/** What the container has is enough to serve: the same files, in a folder of their own, and nothing beside them. */
import { cpSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { Client } from '../support/client.ts'
import { atEnd, freePort, ROOT, temporaryFolder, until } from '../support/running.ts'

it('the files that the Containerfile copies start the gateway, healthy, on the address it is told', async () => {
  const app = temporaryFolder('container')
  const lines = readFileSync(join(ROOT, 'examples/self-host/Containerfile'), 'utf8').split('\nFROM ').at(-1) ?? ''
  const copied = [...lines.matchAll(/^COPY (?:--from=install \/app\/)?(\S+) \.\/\S+$/gm)].map(([, path = '']) => path)
  expect(copied).toContain('scripts')
  for (const path of copied) {
    copyInstalled(join(ROOT, path), join(app, path))
  }
  const port = await freePort()
  // As scripts/test.ts builds: esbuild ends sooner where it looks less often for memory to take back.
  const build = { GOGC: process.env['GOGC'] ?? '400' }
  const env = {
    ...build,
    PATH: '/usr/bin:/bin',
    PORT: String(port),
    LISTEN_HOST: '0.0.0.0',
    STATE_DIR: join(app, 'state'),
  }
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), ['scripts/serve.ts'], { cwd: app, env })
  atEnd(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  // It builds first, all of it: on a busy machine that takes longer than the usual bound.
  const isReady = () => {
    if (child.exitCode !== null) throw new Error(output)
    return output.includes(`tidegate ready http://127.0.0.1:${port}\n`)
  }
  await until('it is ready', isReady, 50_000)
  expect((await new Client(`http://127.0.0.1:${port}`).get('/healthz')).status).toBe(200)
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

/** The same files under another name where that can be: the runtime alone would be 300 MB to write, and nobody writes into what is installed. */
function copyInstalled(from: string, to: string): void {
  if (lstatSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true })
    for (const name of readdirSync(from)) copyInstalled(join(from, name), join(to, name))
    return
  }
  mkdirSync(dirname(to), { recursive: true })
  try {
    linkSync(from, to)
  } catch {
    // On another disk.
    cpSync(from, to)
  }
}
