/** The diagnostics page as one text that asks for nothing else: markup, style and script of src/pages/diagnostics/. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const FOLDER = fileURLToPath(new URL('../src/pages/diagnostics/', import.meta.url))

export async function diagnosticsPage(): Promise<string> {
  const [style, script] = [await minified('page.css'), await minified('page.js')]
  const html = readFileSync(`${FOLDER}page.html`, 'utf8').replaceAll(/^\s+/gm, '')
  // Functions, because "$" in a replacement text has a meaning of its own.
  return html
    .replace('<!--style-->', () => `<style nonce="{nonce}">${style}</style>`)
    .replace('<!--script-->', () => `<script nonce="{nonce}">${script}</script>`)
}

async function minified(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [FOLDER + file],
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
