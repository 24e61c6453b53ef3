/** The pages of the gateway, each as one text that asks for nothing else: markup, style and script of src/pages/<name>/. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export const diagnosticsPage = (): Promise<string> => pageText('diagnostics')
export const reconciliationPage = (): Promise<string> => pageText('reconciliation')

async function pageText(name: string): Promise<string> {
  const folder = fileURLToPath(new URL(`../src/pages/${name}/`, import.meta.url))
  const [style, script] = [await minified(`${folder}page.css`), await minified(`${folder}page.js`)]
  const html = readFileSync(`${folder}page.html`, 'utf8').replaceAll(/^\s+/gm, '')
  // Functions, because "$" in a replacement text has a meaning of its own.
  return html
    .replace('<!--style-->', () => `<style nonce="{nonce}">${style}</style>`)
    .replace('<!--script-->', () => `<script nonce="{nonce}">${script}</script>`)
}

async function minified(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
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
