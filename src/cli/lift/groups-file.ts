/** `group,people,converted`, one line for `exposed` and one for `holdout`: what a holdout gave. */
import { readFile } from 'node:fs/promises'
import type { Group } from '../../analysis/lift/holdout.ts'
import type { Bilingual } from '../command.ts'
import { readCsv } from '../orders/csv-table.ts'
import type { FileFault } from './outcome-file.ts'

export type ReadGroups =
  | { readonly ok: true; readonly exposed: Group; readonly holdout: Group }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

export async function readGroups(path: string): Promise<ReadGroups> {
  const read = readCsv(await readFile(path))
  if (!read.ok) return { ok: false, faults: [{ words: read.why }] }
  const head = read.table.header.map((one) => one.toLowerCase())
  const [name, people, converted] = ['group', 'people', 'converted'].map((key) => head.indexOf(key))
  const groups = new Map<string, Group>()
  for (const { line, cells } of read.table.rows) {
    const [group = '', all = '', some = ''] = [name, people, converted].map((at) => cells[at ?? -1] ?? '')
    if (
      !/^(?:exposed|holdout)$/.test(group) ||
      groups.has(group) ||
      ![all, some].every((one) => /^\d{1,12}$/.test(one))
    )
      return { ok: false, faults: [{ line, words: LINE }] }
    groups.set(group, { people: Number(all), converted: Number(some) })
  }
  const [exposed, holdout] = [groups.get('exposed'), groups.get('holdout')]
  if (exposed === undefined || holdout === undefined) return { ok: false, faults: [{ words: LINE }] }
  return { ok: true, exposed, holdout }
}

const LINE: Bilingual = {
  en: 'group,people,converted: one line for exposed and one for holdout, whole numbers',
  fr: 'group,people,converted : une ligne pour exposed et une pour holdout, nombres entiers',
}
