/** `tidegate links new`: an own short link for a post, a Live or a creator. */
import { parseArgs } from 'node:util'
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
  const told = await newLink(gatewayFrom(values, terminal), { code, target, ...members })
  if ('failed' in told) return fail(told.failed, terminal)
  const { address, result } = told.page
  terminal.stdout(`${SAID[result][terminal.language]}\n\n  ${address}\n\n${qrText(address)}\n`)
  return 0
}

const SAID = {
  kept: { en: 'Made:', fr: 'Créé :' },
  same: { en: 'Was there already:', fr: 'Existait déjà :' },
}
