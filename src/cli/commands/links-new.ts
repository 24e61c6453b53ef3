/** `tidegate links new`: an own short link for a post, a Live or a creator. */
import { parseArgs } from 'node:util'
import { TOUCH_KINDS } from '../../analysis/touch.ts'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { newLink, qrText } from '../links.ts'

export const command: Command = {
  usage:
    'links new <code> <target> --source tiktok --kind live [--campaign c] [--creative id] [--name text] [--url base] [--token t]',
  summary: {
    en: 'Make an own short link: for a post, a Live, a creator',
    fr: 'Créer un lien court du site : pour une publication, un Live, un créateur',
  },
  run: make,
}

const text = { type: 'string' } as const
const OPTIONS = { ...GATEWAY_OPTIONS, source: text, kind: text, campaign: text, creative: text, name: text } as const

async function make(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  const { url: _url, token: _token, ...members } = values
  const [code, target, ...more] = positionals
  if (code === undefined || target === undefined || more.length > 0)
    throw new UsageError({
      en: 'say a code and the page that it leads to',
      fr: 'nommez un code et la page où il mène',
    })
  if (values.source === undefined || values.kind === undefined)
    throw new UsageError({
      en: 'say --source and --kind: what the visits are counted under',
      fr: 'nommez --source et --kind : sous quoi les visites sont comptées',
    })
  if (!TOUCH_KINDS.some((kind) => kind === values.kind))
    throw new UsageError({ en: `--kind: ${TOUCH_KINDS.join(', ')}`, fr: `--kind : ${TOUCH_KINDS.join(', ')}` })
  const told = await newLink(gatewayFrom(values, terminal), { code, target, ...members })
  if ('failed' in told) return failed(told.failed, terminal)
  const { address, result } = told.page
  terminal.stdout(`${SAID[result][terminal.language]}\n\n  ${address}\n\n${qrText(address)}\n`)
  return 0
}

/** What is wrong with the link itself is said; anything else as the gateway put it. */
function failed(reason: string, terminal: Terminal): ExitCode {
  const wrong = /"path":"(target|code)"/.exec(reason)?.[1]
  if (wrong !== 'target' && wrong !== 'code') return fail(reason, terminal)
  terminal.stderr(`${WRONG[wrong][terminal.language]}\n`)
  return 1
}

const WRONG = {
  target: {
    en: 'The target is not a page of the site: a short link leads nowhere else.',
    fr: 'La cible n’est pas une page du site : un lien court ne mène nulle part ailleurs.',
  },
  code: {
    en: 'The code: 2 to 40 small letters, digits, single hyphens and slashes, such as r/l-0412.',
    fr: 'Le code : 2 à 40 minuscules, chiffres, tirets simples et barres, comme r/l-0412.',
  },
} as const

const SAID = {
  kept: { en: 'Made:', fr: 'Créé :' },
  same: { en: 'Was there already:', fr: 'Existait déjà :' },
}
