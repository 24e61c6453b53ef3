/**
 * A page's TCF interface, of the IAB Tech Lab's own libraries: their stub, which keeps the calls until their CMP interface has come, and
 * two buttons in the place of a banner.
 */
import { build } from 'esbuild'
import { GVL, TCModel, TCString } from '@iabtechlabtcf/core'

const PURPOSES = [1, 2, 3, 4, 7, 9, 10]
/** Nobody of the list is asked about here: TikTok and Meta are not on it. */
const LIST = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 90,
  tcfPolicyVersion: 5,
  lastUpdated: '2026-01-01T00:00:00Z',
  purposes: {},
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  dataCategories: {},
  stacks: {},
  vendors: {},
}

export function tcString(answer: 'accept' | 'refuse'): string {
  const model = new TCModel(new GVL(LIST))
  model.cmpId = 31
  model.cmpVersion = 1
  model.isServiceSpecific = true
  if (answer === 'accept') model.purposeConsents.set(PURPOSES)
  return TCString.encode(model)
}

/** Meta is provider 89 of Google's list; `dv`: was shown, and not consented to. */
const AC = { accept: '2~89~dv.', refuse: '2~~dv.89' }

/** `accept` and `refuse` are the buttons' names. The answer is forgotten with the page. */
export async function tcfScript(): Promise<string> {
  const strings = { accept: tcString('accept'), refuse: tcString('refuse') }
  const contents = `
    import stub from '@iabtechlabtcf/stub'
    import { CmpApi } from '@iabtechlabtcf/cmpapi'
    const strings = ${JSON.stringify(strings)}, ac = ${JSON.stringify(AC)}
    let answer
    // Google's string comes in as its specification says ("Additional consent technical specification"): as a command of the tool's own.
    const getTCData = (next, data, success) => next(data && { ...data, addtlConsent: ac[answer] ?? '' }, success)
    stub()
    addEventListener('load', () => {
      const api = new CmpApi(31, 1, true, { getTCData })
      api.update('', true)
      for (const name of ['accept', 'refuse']) {
        const button = Object.assign(document.createElement('button'), { id: name, textContent: name })
        button.addEventListener('click', () => {
          answer = name
          api.update(strings[name], false)
        })
        document.body.append(button)
      }
    })`
  const stdin = { contents, resolveDir: import.meta.dirname }
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'iife' })
  return outputFiles.map(({ text }) => text).join('')
}
