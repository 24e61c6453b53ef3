/**
 * `npm run soak`: does it stay as it is? Two parts, each bounded: minutes of steady load with faults (steady.ts), and the cost of
 * an event while the store grows to a million of them (sizes.ts). Prints a report; a full run writes bench/SOAK.md.
 * Uses the loopback address only; ends every process that it starts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBundle } from '../../scripts/build.ts'
import { readArguments } from '../../scripts/arguments.ts'
import { machineFacts } from '../machine.ts'
import { progress } from '../progress.ts'
import { readSoakOptions } from './options.ts'
import { soakText } from './report.ts'
import { soakSizes } from './sizes.ts'
import { soakSteadily } from './steady.ts'

const USAGE = `npm run soak -- [--minutes 5] [--rate 150] [--seed 1] [--sizes 10000,100000,1000000] [--only steady|sizes] [--out file]
  Minutes of steady load with faults, then the cost of an event while the store grows. Prints a report; a full run writes bench/SOAK.md`

const options = readArguments(USAGE, process.argv.slice(2), readSoakOptions) ?? process.exit()
process.chdir(join(import.meta.dirname, '../..'))
const folder = mkdtempSync(join(tmpdir(), 'tidegate-soak-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

progress('building the bundle')
const { bundle } = await buildBundle({ dist: join(folder, 'dist') })
const steady = options.parts.has('steady') ? await soakSteadily({ folder, bundle, ...options }) : undefined
const sizes = options.parts.has('sizes') ? await soakSizes({ folder, bundle, sizes: options.sizes }) : undefined
const report = soakText({ facts: machineFacts(folder), options, steady, sizes })
console.log(report.text)
if (options.out !== undefined) writeFileSync(options.out, report.text)
else progress('SOAK.md is left as it was: only a run of both parts at full length writes it')
process.exitCode = report.balanced ? 0 : 1
