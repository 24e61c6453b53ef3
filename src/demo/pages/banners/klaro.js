/** Klaro, asked about two services. Their names are the ones in the policy’s `consent_names`. */
import { loadScript, loadStyle } from './load.js'

const TEXTS = {
  en: {
    purposes: { advertising: 'Advertising' },
    tiktok: { description: 'Measures sales after an advertisement on TikTok.' },
    meta: { description: 'Measures sales after an advertisement on Facebook or Instagram.' },
  },
  fr: {
    purposes: { advertising: 'Publicité' },
    tiktok: { description: 'Mesure les ventes après une publicité sur TikTok.' },
    meta: { description: 'Mesure les ventes après une publicité sur Facebook ou Instagram.' },
  },
}

/** Shows it where it is not answered; gives what opens it again. */
export async function start(lang) {
  const config = {
    lang,
    acceptAll: true,
    translations: TEXTS,
    services: [
      { name: 'tiktok', title: 'TikTok', purposes: ['advertising'] },
      { name: 'meta', title: 'Meta', purposes: ['advertising'] },
    ],
  }
  loadStyle('/banners/lib/klaro/klaro.css')
  await loadScript('/banners/lib/klaro/klaro.js')
  window.klaro.setup(config)
  return () => window.klaro.show(config, true)
}
