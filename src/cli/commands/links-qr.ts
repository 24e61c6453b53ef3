/** `tidegate links qr`: a link as a QR code, in the terminal or as an SVG file. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { listLinks, qrSvg, qrText } from '../links.ts'

export const command: Command = {
  usage: 'links qr <code> [--out file.svg] [--url base] [--token t]',
  summary: {
    en: 'Draw a short link as a QR code, here or into an SVG file',
    fr: 'Dessiner un lien court en code QR, ici ou dans un fichier SVG',
  },
  run: draw,
}

const OPTIONS = { ...GATEWAY_OPTIONS, out: { type: 'string' } } as const

async function draw(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  const [code, ...more] = positionals
  if (code === undefined || more.length > 0)
    throw new UsageError({ en: 'say one code of `links list`', fr: 'nommez un code de `links list`' })
  const told = await listLinks(gatewayFrom(values, terminal))
  if ('failed' in told) return fail(told.failed, terminal)
  if (!told.page.links.some((link) => link.code === code)) {
    terminal.stderr(`${NONE[terminal.language]}\n`)
    return 1
  }
  const address = told.page.base + code
  if (values.out === undefined) terminal.stdout(`${address}\n\n${qrText(address)}\n`)
  else {
    // Never over a file that is there.
    await writeFile(values.out, qrSvg(address), { flag: 'wx' })
    terminal.stdout(`${address} → ${values.out}\n`)
  }
  return 0
}

const NONE = { en: 'There is no such link.', fr: 'Il n’y a pas de tel lien.' }
