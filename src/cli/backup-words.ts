/** What `tidegate backup` and `tidegate restore` say. */
import type { Bilingual } from './command.ts'
import type { Contents, Fault } from './state-folder.ts'

export const NOTHING_TO_SAVE = (folder: string): Bilingual => ({
  en: `there is no database under ${folder}/outbox: is --state the STATE_DIR of the gateway?`,
  fr: `il n’y a pas de base de données sous ${folder}/outbox : --state est-il bien le STATE_DIR de la passerelle ?`,
})

export const NOT_EMPTY = (folder: string): Bilingual => ({
  en: `${folder} is not empty: nothing is written over what is there`,
  fr: `${folder} n’est pas vide : rien de ce qui s’y trouve n’est écrasé`,
})

export const STILL_RUNS = (folder: string): Bilingual => ({
  en: `a gateway runs on ${folder}: stop it first`,
  fr: `une passerelle tourne sur ${folder} : arrêtez-la d’abord`,
})

export const NO_BACKUP = (folder: string): Bilingual => ({
  en: `${folder} is no complete backup: its backup.json is missing or cannot be read`,
  fr: `${folder} n’est pas une sauvegarde complète : son fichier backup.json manque ou est illisible`,
})

export const CHANGED = (file: string): Bilingual => ({
  en: `${file} is not as the backup wrote it: nothing was restored`,
  fr: `${file} n’est plus tel que la sauvegarde l’a écrit : rien n’a été restauré`,
})

export function faultWords(file: string, fault: Fault): Bilingual {
  if (fault.kind === 'damaged')
    return {
      en: `${file}: SQLite finds it damaged. This backup is of no use; keep the one before it`,
      fr: `${file} : SQLite la trouve endommagée. Cette sauvegarde ne sert à rien ; gardez la précédente`,
    }
  return {
    en: `${file}: receipt ${fault.id} is not as it was written`,
    fr: `${file} : le reçu ${fault.id} n’est plus tel qu’il a été écrit`,
  }
}

export const NOT_COPIED = (file: string, folder: string, reason: string): Bilingual => ({
  en: `${file}: ${reason}. ${folder} is no complete backup: delete it`,
  fr: `${file} : ${reason}. ${folder} n’est pas une sauvegarde complète : supprimez-le`,
})

export const SAVED = (file: string, contents: Contents | undefined): Bilingual => ({
  en:
    contents === undefined
      ? file
      : `${file}: ${contents.waiting} waiting, ${contents.dedupe_keys} dedupe keys, ${contents.receipts} receipts`,
  fr:
    contents === undefined
      ? file
      : `${file} : ${contents.waiting} en attente, ${contents.dedupe_keys} clés de dédoublonnage, ${contents.receipts} reçus`,
})

export const SAVED_ALL = (folder: string): Bilingual => ({
  en: `Saved and verified: ${folder}`,
  fr: `Sauvegardé et vérifié : ${folder}`,
})

export const RESTORED = (at: string): Bilingual => ({
  en: `Restored as of ${at}. What was accepted after that is not in it; what was delivered after that goes again, with the same ids; withdrawals after that must be reported again, before the gateway is given its platform tokens (docs/self-host.md).`,
  fr: `Restauré tel qu’au ${at}. Ce qui a été accepté depuis n’y est pas ; ce qui a été livré depuis repart avec les mêmes identifiants ; les retraits de consentement reçus depuis doivent être signalés de nouveau, avant de rendre à la passerelle les jetons des plateformes (docs/self-host.fr.md).`,
})
