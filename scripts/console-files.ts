/**
 * The console of the gateway: one page, whose script and style every address of it shares. Their names have the hash of what is in them,
 * so that a browser keeps them until they change.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface ConsoleFiles {
  readonly html: string
  readonly files: Readonly<Record<string, { readonly type: string; readonly text: string }>>
}

const FOLDER = fileURLToPath(new URL('../src/pages/console/', import.meta.url))

let made: Promise<ConsoleFiles> | undefined

/** Built once in a process: they are in the bundle and beside it. */
export function consoleFiles(): Promise<ConsoleFiles> {
  return (made ??= make())
}

async function make(): Promise<ConsoleFiles> {
  const [style, script] = [await minified('page.css'), await minified('page.js')]
  const [styleName, scriptName] = [`${hashOf(style)}.css`, `${hashOf(script)}.js`]
  const html = readFileSync(`${FOLDER}shell.html`, 'utf8')
    .replaceAll(/\s+/g, ' ')
    .replace('{style}', `/console/f/${styleName}`)
    .replace('{script}', `/console/f/${scriptName}`)
  const files = {
    [styleName]: { type: 'text/css; charset=utf-8', text: style },
    [scriptName]: { type: 'text/javascript; charset=utf-8', text: script },
  }
  return { html, files }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

async function minified(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${FOLDER}${name}`],
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    target: 'es2022',
    write: false,
    legalComments: 'none',
  })
  return outputFiles[0]?.text.trim() ?? ''
}
