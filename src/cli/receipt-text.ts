/** What `tidegate receipts verify` says, in English and French: what is wrong, what was proved, and what was not. */
import type { CheckResult } from '../outbox/receipt-check.ts'
import type { Altered, Finding } from '../outbox/receipt-finding.ts'
import type { ShardSummary } from '../outbox/receipt-shard-check.ts'
import type { Bilingual, Language } from './command.ts'

export function findingText(finding: Finding, language: Language): string {
  const { en, fr } = wordsFor(finding)
  return language === 'fr' ? `FAUX    ${fr}` : `WRONG   ${en}`
}

function wordsFor(finding: Finding): Bilingual {
  if ('signedAt' in finding) return headWords(finding)
  switch (finding.kind) {
    case 'no_export':
      return { en: 'The file does not begin as an export does.', fr: 'Le fichier ne commence pas comme un export.' }
    case 'unreadable_line':
      return { en: `Line ${finding.line} is no line of an export.`, fr: `La ligne ${finding.line} n’est pas lisible.` }
    case 'misplaced_line':
      return {
        en: `Line ${finding.line} does not belong where it stands.`,
        fr: `La ligne ${finding.line} n’est pas à sa place.`,
      }
    case 'shard_missing':
      return { en: `Shard ${finding.shard} is missing.`, fr: `La partition ${finding.shard} manque.` }
    case 'shard_cut_off':
      return {
        en: `Shard ${finding.shard} is cut off: the head that closes it is missing.`,
        fr: `La partition ${finding.shard} est tronquée : la tête de chaîne qui la clôt manque.`,
      }
    case 'rows_missing':
      return missingWords(finding)
    case 'signed_rows_missing':
      return signedMissingWords(finding)
    case 'row_altered':
    case 'row_renumbered':
    case 'row_misplaced':
    case 'row_mismarked':
      return rowWords(finding)
  }
}

type HeadFinding = Extract<Finding, { readonly signedAt: string }>

function headWords(finding: HeadFinding): Bilingual {
  const { shard, id, signedAt } = finding
  const about = headAbout(finding)
  return {
    en: `Shard ${shard}, head of ${signedAt} (row ${id}): ${about.en}.`,
    fr: `Partition ${shard}, tête de chaîne du ${signedAt} (ligne ${id}) : ${about.fr}.`,
  }
}

function headAbout(finding: HeadFinding): Bilingual {
  switch (finding.kind) {
    case 'head_differs':
      return {
        en: `it vouches for another chain value. Rows were rewritten: the first of them is after row ${finding.sinceId}, up to row ${finding.id}`,
        fr: `elle atteste une autre valeur de chaîne. Des lignes ont été réécrites : la première se trouve après la ligne ${finding.sinceId}, jusqu’à la ligne ${finding.id}`,
      }
    case 'head_misplaced':
      return { en: 'the row that it speaks of is not before it', fr: 'la ligne dont elle parle ne la précède pas' }
    case 'anchor_differs':
      return {
        en: 'the export does not begin where this head says: rows at the beginning are missing',
        fr: 'l’export ne commence pas là où cette tête de chaîne le dit : des lignes du début manquent',
      }
    case 'range_differs':
      return {
        en: 'it was given for another site, period or number of shards than the first line says',
        fr: 'elle vaut pour un autre site, une autre période ou un autre nombre de partitions que la première ligne',
      }
    case 'signature_missing':
      return { en: 'it is not signed: nobody vouches for it', fr: 'elle n’est pas signée : personne n’en répond' }
    case 'signature_wrong':
      return { en: 'its signature is wrong', fr: 'sa signature est fausse' }
    case 'head_altered':
      return {
        en: 'the line says something else than what was signed',
        fr: 'la ligne dit autre chose que ce qui est signé',
      }
    case 'key_unknown':
      return {
        en: `it is signed with the key ${finding.kid}, which --key did not name`,
        fr: `elle est signée avec la clé ${finding.kid}, que --key ne désigne pas`,
      }
  }
}

function missingWords(finding: Extract<Finding, { readonly kind: 'rows_missing' }>): Bilingual {
  const { shard, fromId, toId } = finding
  const one = fromId === toId
  return {
    en: `Shard ${shard}: ${one ? `row ${fromId} is` : `rows ${fromId} to ${toId} are`} missing.`,
    fr: `Partition ${shard} : ${one ? `la ligne ${fromId} manque` : `les lignes ${fromId} à ${toId} manquent`}.`,
  }
}

function signedMissingWords(finding: Extract<Finding, { readonly kind: 'signed_rows_missing' }>): Bilingual {
  const { shard, fromId, toId, refused } = finding
  const en = `Shard ${shard}: rows ${fromId}–${toId}, for which there is a signed head, are missing.`
  const fr = `Partition ${shard} : les lignes ${fromId}–${toId}, pour lesquelles il existe une tête de chaîne signée, manquent.`
  if (!refused) return { en, fr }
  return {
    en: `${en} The gateway therefore refused to sign the end of this export.`,
    fr: `${fr} La passerelle a donc refusé de signer la fin de cet export.`,
  }
}

type RowFinding = Extract<
  Finding,
  { readonly kind: 'row_altered' | 'row_renumbered' | 'row_misplaced' | 'row_mismarked' }
>

function rowWords(finding: RowFinding): Bilingual {
  const { shard, id, atMs } = finding
  const about = rowAbout(finding)
  return {
    en: `Shard ${shard}, row ${id} (${timeText(atMs)}): ${about.en}.`,
    fr: `Partition ${shard}, ligne ${id} (${timeText(atMs)}) : ${about.fr}.`,
  }
}

function rowAbout(finding: RowFinding): Bilingual {
  switch (finding.kind) {
    case 'row_altered':
      return alteredWords(finding.what, finding.orBefore ? finding.id - 1 : undefined)
    case 'row_renumbered':
      return {
        en: `its number was changed to ${finding.wrongId}`,
        fr: `son numéro a été changé en ${finding.wrongId}`,
      }
    case 'row_mismarked':
      return {
        en: 'its line says that it lies outside the period, and its time says otherwise',
        fr: 'sa ligne la dit hors de la période, et son heure dit autre chose',
      }
    case 'row_misplaced':
      return {
        en: `row ${finding.expectedId} was due; this one was put in, repeated or moved`,
        fr: `la ligne ${finding.expectedId} était attendue ; celle-ci a été ajoutée, répétée ou déplacée`,
      }
  }
}

const ALTERED: Readonly<Record<Altered, Bilingual>> = {
  content: {
    en: 'altered: its content was changed after it was written',
    fr: 'modifiée : son contenu a été changé après son écriture',
  },
  chain: {
    en: 'altered: its chain value was changed; its content fits',
    fr: 'modifiée : sa valeur de chaîne a été changée ; son contenu correspond',
  },
  rest: {
    en: 'altered: neither its content nor its chain value fits, and what follows does not fit either',
    fr: 'modifiée : ni son contenu ni sa valeur de chaîne ne correspondent, et la suite non plus',
  },
}

/** `before`: the row that may have been made anew in its place. */
function alteredWords(what: Altered, before: number | undefined): Bilingual {
  const { en, fr } = ALTERED[what]
  if (before === undefined || what !== 'content') return { en, fr }
  return {
    en: `${en} (or that of row ${before}, with a chain value made to fit)`,
    fr: `${fr} (ou celui de la ligne ${before}, avec une valeur de chaîne refaite)`,
  }
}

/** What may be altered need not be a date. */
function timeText(atMs: number): string {
  return Math.abs(atMs) <= 8.64e15 ? new Date(atMs).toISOString() : String(atMs)
}

export function resultLines(result: CheckResult, withKey: boolean, language: Language): string[] {
  const { header, shards, findings, singleReceipts } = result
  const fr = language === 'fr'
  if (header === undefined) return [findings.length === 0 && singleReceipts > 0 ? SINGLE[language] : NOTHING[language]]
  const signed = header.kid === null ? (fr ? 'non signé' : 'not signed') : `${fr ? 'clé' : 'key'} ${header.kid}`
  const range = `${header.site}: ${header.from} – ${header.to} (${signed})`
  const proved = findings.length > 0 ? [FAILED[language]] : provedLines(header.kid !== null, withKey, language)
  const empty = shards.filter(({ lines }) => lines === 0).map(({ shard }) => emptyLine(shard, language))
  return [range, ...shards.map((shard) => shardLine(shard, withKey, language)), '', ...empty, ...proved]
}

function shardLine(shard: ShardSummary, withKey: boolean, language: Language): string {
  const fr = language === 'fr'
  const { shard: number, rows, firstId, lastId, firstAtMs, lastAtMs, unchained } = shard
  const what = fr ? `  partition ${number} : ` : `  shard ${number}: `
  if (rows === 0 || firstAtMs === undefined || lastAtMs === undefined)
    return `${what}${fr ? 'aucune ligne dans cette période' : 'no rows in this period'}`
  const ids = `${rows} ${fr ? 'lignes' : 'rows'} (${firstId}–${lastId})`
  const times = `${timeText(firstAtMs)} – ${timeText(lastAtMs)}`
  const before = fr ? 'lignes d’avant le début de la chaîne' : 'rows from before the chain began'
  const old = unchained === 0 ? '' : `, ${unchained} ${before}`
  return `${what}${ids}, ${times}${old}${withKey ? headsText(shard, fr) : ''}`
}

function emptyLine(shard: number, language: Language): string {
  return language === 'fr'
    ? `OUVERT  Partition ${shard} : aucune ligne n’a été trouvée, d’aucune date. Soit elle n’en a pas, soit son fichier a été effacé : comparez avec un export antérieur.`
    : `OPEN    Shard ${shard}: no row was found, of any date. Either it has none, or its file was deleted: compare with an earlier export.`
}

function headsText({ signedHeads, firstSignedAt = '', lastSignedAt = '' }: ShardSummary, fr: boolean): string {
  if (signedHeads === 0) return fr ? ', aucune tête de chaîne vérifiée' : ', no head verified'
  return `, ${signedHeads} ${fr ? 'têtes de chaîne vérifiées' : 'verified heads'} (${firstSignedAt} – ${lastSignedAt})`
}

function provedLines(signed: boolean, withKey: boolean, language: Language): string[] {
  const who = !signed ? UNSIGNED : withKey ? VOUCHED : UNCHECKED
  return [CHAIN[language], who[language], NOT_PROVED[language]]
}

const CHAIN: Bilingual = {
  en: 'OK      The rows of each shard fit each other: none was altered, taken out, put in or moved alone.',
  fr: 'JUSTE   Les lignes de chaque partition s’enchaînent : aucune n’a été modifiée, supprimée, ajoutée ou déplacée seule.',
}
const VOUCHED: Bilingual = {
  en: 'OK      Every head bears a good signature of your key. What came before a head has not changed since it was signed.',
  fr: 'JUSTE   Chaque tête de chaîne porte une bonne signature de votre clé. Ce qui précède une tête de chaîne n’a pas changé depuis sa signature.',
}
const UNCHECKED: Bilingual = {
  en: 'OPEN    The signatures were not checked: give the public key with --key. Without it, whoever can write the file could have made all of it anew.',
  fr: 'OUVERT  Les signatures n’ont pas été vérifiées : donnez la clé publique avec --key. Sans elle, qui peut écrire le fichier a pu tout refaire.',
}
const UNSIGNED: Bilingual = {
  en: 'OPEN    Nothing is signed, so nobody vouches for it: whoever can write the file could have made all of it anew. The gateway needs TIDEGATE_RECEIPT_KEY (tidegate keys new).',
  fr: 'OUVERT  Rien n’est signé, donc personne n’en répond : qui peut écrire le fichier a pu tout refaire. Il faut TIDEGATE_RECEIPT_KEY à la passerelle (tidegate keys new).',
}
const NOT_PROVED: Bilingual = {
  en: 'OPEN    Not shown: that what was written was true when it was written, nor anything about rows that are not in the file.',
  fr: 'OUVERT  Non démontré : que ce qui a été écrit était vrai, ni quoi que ce soit sur les lignes absentes du fichier.',
}
const FAILED: Bilingual = {
  en: 'The export is not in order: what is wrong stands above. Of each shard the first wrong row is named; what comes after it is not judged.',
  fr: 'L’export n’est pas en ordre : voir ci-dessus. De chaque partition, la première ligne fausse est nommée ; la suite n’est pas jugée.',
}
const SINGLE: Bilingual = {
  en: 'OPEN    These are the receipts of one person or order: there is nothing in them to verify alone. Each names its row and chain value; export that day (--from, --to) and verify that file.',
  fr: 'OUVERT  Ce sont les reçus d’une personne ou d’une commande : seuls, il n’y a rien à y vérifier. Chacun nomme sa ligne et sa valeur de chaîne ; exportez ce jour (--from, --to) et vérifiez ce fichier-là.',
}
const NOTHING: Bilingual = { en: 'Nothing was verified.', fr: 'Rien n’a été vérifié.' }
