/** The `tidegate` command, given the process's world. */
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { runTidegate } from './run.ts'
import { keepNewSpaceSmall } from './small-heap.ts'

keepNewSpaceSmall()

// Whoever reads stops reading, as `head` does: there is nobody left to tell.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0)
    throw error
  })

process.exitCode = await runTidegate(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  env: process.env,
  nowMs: () => Date.now(),
  randomId: () => randomUUID(),
  interactive: process.stderr.isTTY,
})
