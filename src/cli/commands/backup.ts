/** `tidegate backup`: copies the state folder of a gateway, running or not, and verifies the copy. */
import { chmod, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { faultWords, NOT_COPIED, NOT_EMPTY, NOTHING_TO_SAVE, SAVED, SAVED_ALL } from '../backup-words.ts'
import { MANIFEST, type Manifest, type ManifestFile } from '../backup-manifest.ts'
import { type Bilingual, type Command, type ExitCode, type Terminal } from '../command.ts'
import { sqliteText } from '../failure-words.ts'
import { makeFolder } from '../make-folder.ts'
import { databasesIn, foldersFrom, isRecord, look, OUTBOX, sha256OfFile, skipFactNumbers } from '../state-folder.ts'

export const command: Command = {
  usage: 'backup <folder> [--state folder]',
  summary: {
    en: 'Copy the state folder of a self-hosted gateway while it runs, and verify the copy',
    fr: 'Copier le dossier d’état d’une passerelle auto-hébergée pendant qu’elle tourne, et vérifier la copie',
  },
  run: saveState,
}

async function saveState(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { folder, state } = foldersFrom(args, terminal, {
    en: 'name one folder to write to',
    fr: 'nommez un dossier de destination',
  })
  if ((await databasesIn(state)).length === 0) return fail(NOTHING_TO_SAVE(state), terminal)
  await makeFolder(folder, 0o700)
  if ((await readdir(folder)).length > 0) return fail(NOT_EMPTY(folder), terminal)
  const at = new Date(terminal.nowMs()).toISOString()
  const files: ManifestFile[] = []
  for (const ofRecords of RECORDS_LAST)
    for (const name of (await databasesIn(state)).filter((one) => isRecord(one) === ofRecords)) {
      const saved = await saveOne(state, folder, name).catch((error: unknown) => notCopied(error, terminal))
      if (typeof saved === 'string') return fail(NOT_COPIED(name, folder, saved), terminal)
      if ('fault' in saved) return fail(faultWords(name, saved.fault), terminal)
      files.push(saved)
      terminal.stdout(`${SAVED(name, saved.contents)[terminal.language]}\n`)
    }
  // Last: a folder without it is no complete backup.
  const manifest: Manifest = { format: 1, at, files }
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', mode: 0o600 })
  terminal.stdout(`${SAVED_ALL(folder)[terminal.language]}\n`)
  return 0
}

/** What a shard hands over meanwhile is in the record's copy, and may be in the shard's as well: never in neither. */
const RECORDS_LAST = [false, true]

/** More than any database has: all pages in one step, so that writers do not make it begin anew. */
const ALL_PAGES = 2 ** 31 - 1

async function saveOne(state: string, folder: string, name: string) {
  const target = join(folder, OUTBOX, name)
  await makeFolder(dirname(target), 0o700)
  const source = new DatabaseSync(join(state, OUTBOX, name), { readOnly: true, timeout: 5_000 })
  try {
    await backup(source, target, { rate: ALL_PAGES })
  } finally {
    source.close()
  }
  await chmod(target, 0o600)
  skipFactNumbers(target)
  const looked = look(target)
  if ('fault' in looked) return looked
  const { size } = await stat(target)
  return { path: name, bytes: size, sha256: await sha256OfFile(target), contents: looked.contents }
}

/** Damaged where it lies, or there is no room for the copy. */
function notCopied(error: unknown, { language }: Terminal): string {
  const reason = sqliteText(error, language)
  if (reason === undefined) throw error
  return reason
}

function fail(words: Bilingual, { language, stderr }: Terminal): 1 {
  stderr(`${words[language]}\n`)
  return 1
}
