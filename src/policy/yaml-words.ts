/** What is said of a text that is not YAML, or not one that can be trusted to mean what it seems to. */
import type { ErrorCode, YAMLError } from 'yaml'
import type { Words } from './document.ts'
import type { Said } from './errors.ts'
import { HINT } from './error-words.ts'

export const TOO_LARGE: Words = { en: 'the file is larger than 256 KiB', fr: 'le fichier dépasse 256 Kio' }
export const TOO_DEEP: Words = { en: 'the file is nested too deeply', fr: 'le fichier a trop de niveaux imbriqués' }

/** Of what the parser found at a place. */
export function yamlWords(problem: YAMLError, text: string): Said {
  switch (problem.code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^\s:]{0,64}/.exec(text.slice(problem.pos[0], problem.pos[0] + 65))?.[0] ?? ''
      return keyTwice(key)
    }
    case 'TAB_AS_INDENT':
      return {
        message: { en: 'a tab is used to indent', fr: 'une tabulation sert de retrait' },
        suggestion: { en: 'use spaces', fr: 'mettez des espaces' },
      }
    case 'MULTIPLE_DOCS':
      return {
        message: { en: 'the file holds more than one document', fr: 'le fichier contient plus d’un document' },
        suggestion: { en: 'take out the line `---`', fr: 'retirez la ligne `---`' },
      }
    default:
      // The parser reports its own stack overflow among the errors.
      if (/stack/i.test(problem.message)) return { message: TOO_DEEP }
      return { message: unreadable(problem.message, frenchOf(problem.code, problem.message)) }
  }
}

/** Of what the parser threw: only aliases are resolved so late. */
export function aliasWords(error: unknown, maxAliases: number): Words {
  const text = error instanceof Error ? error.message : ''
  if (text.startsWith('Excessive alias'))
    return {
      en: `anchors are repeated too often (more than ${maxAliases} nodes)`,
      fr: `des ancres sont répétées trop souvent (plus de ${maxAliases} nœuds)`,
    }
  const [, alias] = /^Unresolved alias\b.*: (\S+)$/.exec(text) ?? []
  return unreadable(
    text,
    alias === undefined ? IN_FRENCH.BAD_ALIAS : `*${alias} ne renvoie à aucune ancre écrite avant`,
  )
}

export function keyTwice(key: string): Said {
  return {
    message: {
      en: `\`${key}\` is written twice in the same block`,
      fr: `\`${key}\` est écrit deux fois dans le même bloc`,
    },
    suggestion: HINT.keepOne,
  }
}

/** JavaScript keeps this name for itself: a block under it would vanish. */
export const RESERVED_KEY: Said = {
  message: { en: '`__proto__` cannot be a name here', fr: '`__proto__` ne peut pas servir de nom ici' },
  suggestion: { en: 'choose another one', fr: 'choisissez-en un autre' },
}

/** It may stand for a key that is written already, and the last of the two would win. */
export const ALIAS_AS_KEY: Said = {
  message: { en: 'an alias (*name) cannot be a key', fr: 'un renvoi (*nom) ne peut pas servir de clé' },
  suggestion: { en: 'write the key out', fr: 'écrivez la clé en toutes lettres' },
}

/** Control characters, but for tab and line ends; U+FFFD is what stands for bytes that are not UTF-8. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
export const UNREADABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/

export function characterWords(codePoint: number): Said {
  if (codePoint === 0xfffd)
    return {
      message: { en: 'not readable as UTF-8', fr: 'illisible en UTF-8' },
      suggestion: { en: 'save the file as UTF-8', fr: 'enregistrez le fichier en UTF-8' },
    }
  const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  return {
    message: {
      en: `holds a character that cannot be seen (${name})`,
      fr: `contient un caractère invisible (${name})`,
    },
    suggestion: { en: 'take it out', fr: 'retirez-le' },
  }
}

function unreadable(en: string, fr: string): Words {
  return { en: `not readable as YAML: ${en}`, fr: `illisible comme YAML : ${fr}` }
}

/** The parser speaks English only. Its words name the sign that is missing; its code does not. */
function frenchOf(code: ErrorCode, message: string): string {
  const [, sign] = /\bend with a (\S)/.exec(message) ?? []
  if (sign !== undefined) return `il manque « ${sign} » à la fin, ou ce qui est entre les deux n’a pas assez de retrait`
  if (message.startsWith('Missing closing')) return 'il manque le guillemet de fin'
  if (message.startsWith('Missing , ')) return 'il manque une virgule'
  if (message.startsWith('Implicit map keys need')) return 'il manque « : » après la clé'
  return IN_FRENCH[code]
}

export const IN_FRENCH: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'un renvoi (*nom) ne porte ni ancre ni étiquette',
  BAD_ALIAS: 'une ancre (&nom) ou un renvoi (*nom) est mal écrit',
  BAD_DIRECTIVE: 'une directive (%) est mal écrite',
  BAD_DQ_ESCAPE:
    'une barre oblique inverse n’annonce aucun signe connu ; entre apostrophes, elle n’a pas de sens particulier',
  BAD_INDENT: 'le retrait de cette ligne n’est pas celui de son bloc',
  BAD_PROP_ORDER: 'une ancre ou une étiquette doit suivre le signe qui ouvre la valeur',
  BAD_SCALAR_START: 'un texte ne peut pas commencer par ce signe ; mettez-le entre guillemets droits',
  BLOCK_AS_IMPLICIT_KEY: 'deux clés sur une même ligne ; si le texte contient « : », mettez-le entre guillemets droits',
  BLOCK_IN_FLOW: 'un bloc sur plusieurs lignes ne peut pas être entre { } ou [ ]',
  DUPLICATE_KEY: 'une clé est écrite deux fois dans le même bloc',
  IMPOSSIBLE: 'la structure est incompréhensible ici',
  KEY_OVER_1024_CHARS: 'une clé dépasse 1 024 caractères',
  MISSING_CHAR: 'il manque un signe (deux-points, virgule, tiret ou espace)',
  MULTILINE_IMPLICIT_KEY: 'une clé doit tenir sur une ligne ; il manque peut-être « : »',
  MULTIPLE_ANCHORS: 'une valeur ne porte qu’une ancre',
  MULTIPLE_DOCS: 'le fichier contient plus d’un document',
  MULTIPLE_TAGS: 'une valeur ne porte qu’une étiquette',
  NON_STRING_KEY: 'une clé doit être un texte',
  RESOURCE_EXHAUSTION: 'le fichier est trop imbriqué pour être lu',
  TAB_AS_INDENT: 'une tabulation sert de retrait',
  TAG_RESOLVE_FAILED: 'une étiquette (!) est inconnue ou ne convient pas à cette valeur',
  UNEXPECTED_TOKEN: 'un signe est de trop ici',
  BAD_COLLECTION_TYPE: 'l’étiquette ne convient pas à ce bloc ou à cette liste',
}
