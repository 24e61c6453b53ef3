/** `tidegate tag`: what a page needs to load the tag: addresses, the hash that pins a version, elements to paste. */
import { parseArgs } from 'node:util'
import { currentFiles, isPublished, sha256 } from '../../../scripts/browser-files.ts'
import { UsageError, type Bilingual, type Command, type ExitCode, type Terminal } from '../command.ts'

const GATEWAY = 'https://events.shop.example'

export const command: Command = {
  usage: 'tag [--gateway https://events.shop.example] [--key name]',
  summary: {
    en: 'Print the element that loads the tag, and the address and hash that pin its version',
    fr: 'Afficher l’élément qui charge la balise, l’adresse et l’empreinte qui en fixent la version',
  },
  run: printTag,
}

async function printTag(args: readonly string[], { stdout, language }: Terminal): Promise<ExitCode> {
  const { gateway, key } = readArgs(args)
  const { tag, texts } = await currentFiles()
  const pinned = `${gateway}/t/${tag}`
  const integrity = `sha256-${sha256(texts[tag] ?? '')}=`
  const attributes = key === undefined ? '' : ` data-key="${key}"`
  const words = WORDS[language]
  stdout(`${words.follows}
  <script async src="${gateway}/t.js"${attributes}></script>

${words.pinned}
  ${pinned}
  ${integrity}
  <script async src="${pinned}" integrity="${integrity}" crossorigin="anonymous"${attributes}></script>
`)
  if (!isPublished(tag)) stdout(`\n${words.unpublished}\n`)
  return 0
}

function readArgs(args: readonly string[]): { readonly gateway: string; readonly key: string | undefined } {
  const options = { gateway: { type: 'string', default: GATEWAY }, key: { type: 'string' } } as const
  const { gateway, key } = parseArgs({ args: [...args], options }).values
  if (!URL.canParse(gateway) || !/^https?:$/.test(new URL(gateway).protocol)) throw new UsageError(WRONG_GATEWAY)
  if (key !== undefined && !/^[\w-]{1,64}$/.test(key)) throw new UsageError(WRONG_KEY)
  return { gateway: new URL(gateway).origin, key }
}

const WRONG_GATEWAY: Bilingual = {
  en: '--gateway: the address of your gateway, such as https://events.shop.example',
  fr: '--gateway : l’adresse de votre passerelle, par exemple https://events.shop.example',
}

const WRONG_KEY: Bilingual = {
  en: '--key: one of the write keys that the policy names: letters, digits, hyphens and underscores',
  fr: '--key : une des clés d’écriture que nomme la politique : lettres, chiffres, traits d’union et tirets bas',
}

const WORDS = {
  en: {
    follows: 'Always the version of your gateway:',
    pinned: 'This version and no other (address, hash, element):',
    unpublished:
      'This version is not kept yet: after the next update of the gateway its address is gone. Before pages pin it: npm run tag:publish, commit, deploy.',
  },
  fr: {
    follows: 'Toujours la version de votre passerelle :',
    pinned: 'Cette version et aucune autre (adresse, empreinte, élément) :',
    unpublished:
      'Cette version n’est pas encore conservée : après la prochaine mise à jour de la passerelle, son adresse n’existera plus. Avant de la fixer dans des pages : npm run tag:publish, commit, déploiement.',
  },
} as const
