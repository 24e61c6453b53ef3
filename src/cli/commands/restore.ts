/** `tidegate restore`: puts a backup into an empty state folder, after it has been verified. */
import { chmod, chown, copyFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CHANGED, NO_BACKUP, NOT_EMPTY, RESTORED, SAVED, STILL_RUNS } from '../backup-words.ts'
import { readManifest, type Manifest } from '../backup-manifest.ts'
import { type Bilingual, type Command, type ExitCode, type Terminal } from '../command.ts'
import { makeFolder } from '../make-folder.ts'
import { databasesIn, foldersFrom, OUTBOX, sha256OfFile } from '../state-folder.ts'
import { isStateTaken } from '../state-lock.ts'

export const command: Command = {
  usage: 'restore <folder> [--state folder]',
  summary: {
    en: 'Put a backup into an empty state folder; the gateway must not be running',
    fr: 'Remettre une sauvegarde dans un dossier d’état vide ; la passerelle doit être arrêtée',
  },
  run: restoreState,
}

async function restoreState(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { folder, state } = foldersFrom(args, terminal, { en: 'name one backup', fr: 'nommez une sauvegarde' })
  const manifest = await readManifest(folder)
  if (manifest === undefined) return fail(NO_BACKUP(folder), terminal)
  if (isStateTaken(state)) return fail(STILL_RUNS(state), terminal)
  if ((await databasesIn(state)).length > 0) return fail(NOT_EMPTY(join(state, OUTBOX)), terminal)
  const changed = await copyAll(manifest, folder, state)
  if (changed !== undefined) return fail(CHANGED(join(folder, OUTBOX, changed)), terminal)
  for (const { path, contents } of manifest.files) terminal.stdout(`${SAVED(path, contents)[terminal.language]}\n`)
  terminal.stdout(`${RESTORED(manifest.at)[terminal.language]}\n`)
  return 0
}

/** Beside its place first: what is there afterwards is all of it or nothing. Names the file that is not as it was written. */
async function copyAll(manifest: Manifest, folder: string, state: string): Promise<string | undefined> {
  const beside = join(state, `${OUTBOX}.restoring`)
  await rm(beside, { recursive: true, force: true })
  for (const { path, sha256 } of manifest.files) {
    const target = join(beside, path)
    await makeFolder(dirname(target), 0o700)
    await copyFile(join(folder, OUTBOX, path), target)
    await chmod(target, 0o600)
    // Of the copy, so that a disk that lies is seen too.
    if ((await sha256OfFile(target)) !== sha256) return path
  }
  await giveToOwner(beside, state)
  await rename(beside, join(state, OUTBOX))
  return undefined
}

/** Whoever restores may be root; the gateway is whoever owns the state folder. */
async function giveToOwner(folder: string, state: string): Promise<void> {
  const { uid, gid } = await stat(state)
  if (uid === (await stat(folder)).uid) return
  for (const name of ['', ...(await readdir(folder, { recursive: true }))]) await chown(join(folder, name), uid, gid)
}

function fail(words: Bilingual, { language, stderr }: Terminal): 1 {
  stderr(`${words[language]}\n`)
  return 1
}
