/**
 * A page's TCF interface, as the specification has it, with strings of the official library: a stub that answers, and two
 * buttons in the place of a banner.
 */
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

/** `__tcfapi` with `addEventListener`; `accept` and `refuse` are the buttons' names. */
export function tcfScript(): string {
  const strings = { accept: tcString('accept'), refuse: tcString('refuse') }
  return `
    const strings = ${JSON.stringify(strings)}, ac = ${JSON.stringify(AC)}, listeners = []
    let answer, listenerId = 0
    const data = (eventStatus, id) => ({ eventStatus, listenerId: id, cmpStatus: 'loaded', gdprApplies: true,
      tcString: answer ? strings[answer] : '', addtlConsent: answer ? ac[answer] : '' })
    window.__tcfapi = (command, version, callback) => {
      if (command !== 'addEventListener') return callback(null, false)
      const id = ++listenerId
      listeners.push((status) => callback(data(status, id), true))
      callback(data(answer ? 'tcloaded' : 'cmpuishown', id), true)
    }
    for (const name of ['accept', 'refuse']) {
      const button = Object.assign(document.createElement('button'), { id: name, textContent: name })
      button.addEventListener('click', () => { answer = name; listeners.forEach((tell) => tell('useractioncomplete')) })
      document.body.append(button)
    }`
}
