/** vanilla-cookieconsent, asked about one category. `marketing` is the name by which the gateway knows advertising. */
import { loadScript, loadStyle } from './load.js'

const TEXTS = {
  en: {
    consentModal: {
      title: 'Cookies for advertising?',
      description: 'To know which advertisement led to a sale, TikTok and Meta would be told of yours.',
      acceptAllBtn: 'Accept all',
      acceptNecessaryBtn: 'Reject all',
    },
    preferencesModal: {
      title: 'Your choices',
      acceptAllBtn: 'Accept all',
      acceptNecessaryBtn: 'Reject all',
      savePreferencesBtn: 'Save',
      sections: [
        { title: 'Necessary', description: 'The shop does not work without.', linkedCategory: 'necessary' },
        { title: 'Advertising', description: 'TikTok, Meta.', linkedCategory: 'marketing' },
      ],
    },
  },
  fr: {
    consentModal: {
      title: 'Des cookies pour la publicité\u00a0?',
      description: 'Pour savoir quelle publicité a mené à une vente, TikTok et Meta seraient informés de la vôtre.',
      acceptAllBtn: 'Tout accepter',
      acceptNecessaryBtn: 'Tout refuser',
    },
    preferencesModal: {
      title: 'Vos choix',
      acceptAllBtn: 'Tout accepter',
      acceptNecessaryBtn: 'Tout refuser',
      savePreferencesBtn: 'Enregistrer',
      sections: [
        { title: 'Nécessaires', description: 'La boutique ne fonctionne pas sans.', linkedCategory: 'necessary' },
        { title: 'Publicité', description: 'TikTok, Meta.', linkedCategory: 'marketing' },
      ],
    },
  },
}

/** Shows it where it is not answered; gives what opens it again. */
export async function start(lang) {
  loadStyle('/banners/lib/vanilla/cookieconsent.css')
  await loadScript('/banners/lib/vanilla/cookieconsent.js')
  const { CookieConsent } = window
  await CookieConsent.run({
    // Also a browser that a test drives is asked.
    hideFromBots: false,
    categories: {
      necessary: { enabled: true, readOnly: true },
      marketing: { services: { tiktok: { label: 'TikTok' }, meta: { label: 'Meta' } } },
    },
    language: { default: lang, translations: TEXTS },
  })
  return () => CookieConsent.showPreferences()
}
