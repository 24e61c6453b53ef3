/** What pages of a shop say of consent by a script of their own, where no real banner is on them. */
export const SPOKEN = `window.tidegate = [['consent', { state: { ad_storage: 'denied' } }]]`

/** A page that never leaves its cookies alone. */
export const BUSY = `setInterval(() => { document.cookie = 'beat=' + performance.now() }, 50)`

/** Klaro that keeps its answer elsewhere, and takes its time to load. */
export const SLOW = `
  window.klaroConfig = {}
  const consents = { tiktok: true, meta: true }
  setTimeout(() => { window.klaro = { getManager: () => ({ confirmed: true, consents }) } }, 700)`

/** A tool of the TCF that says only after a while that its law does not apply here. */
export const LATE = `
  const listeners = []
  window.__tcfapi = (command, version, listener) => void listeners.push(listener)
  addEventListener('load', () => setTimeout(() => {
    for (const tell of listeners) tell({ eventStatus: 'tcloaded', gdprApplies: false, tcString: '' }, true)
  }, 3400))`

/** Didomi where its law is not the GDPR: it asks nobody, and a person may object. */
export const UNASKED = `
  let enabled = true, changed
  window.object = () => { enabled = false; changed() }
  window.Didomi = {
    on: (event, listener) => { changed = listener },
    shouldConsentBeCollected: () => false,
    getCurrentUserStatus: () => ({ regulation: 'cpra', purposes: { ads: { id: 'ads', enabled } },
      vendors: { 'c:tiktok-1': { id: 'c:tiktok-1', enabled }, facebook: { id: 'facebook', enabled } } }),
  }`
