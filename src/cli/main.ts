/** The `tidegate` command, given the process's world. */
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { runTidegate } from './run.ts'

process.exitCode = await runTidegate(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  env: process.env,
  nowMs: () => Date.now(),
  randomId: () => randomUUID(),
})
