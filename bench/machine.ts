/** What a reader must know of the machine to place the figures. No host name, no path. */
import { readFileSync, statfsSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { createRequire } from 'node:module'

export type Facts = readonly (readonly [name: string, value: string])[]

export function machineFacts(stateDir: string): Facts {
  const processors = cpus()
  return [
    ['Date', new Date().toISOString().slice(0, 10)],
    ['Processor', `${processors.length} cores, ${processors[0]?.model.trim() ?? 'unknown model'}`],
    ['Memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
    ['State on', fileSystemOf(stateDir)],
    ['Node', process.version],
    ['workerd', workerdVersion()],
  ]
}

function workerdVersion(): string {
  const text = readFileSync(createRequire(import.meta.url).resolve('workerd/package.json'), 'utf8')
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown'
}

/** statfs(2). On tmpfs a commit costs nothing: then "durable" is not measured. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x01021994: 'tmpfs: nothing is really written, commits look cheaper than they are',
  0x794c7630: 'overlayfs',
  0x9123683e: 'btrfs',
  0x58465342: 'xfs',
  0x2fc12fc1: 'zfs',
}

function fileSystemOf(folder: string): string {
  return FILE_SYSTEMS[statfsSync(folder).type] ?? 'another file system'
}
