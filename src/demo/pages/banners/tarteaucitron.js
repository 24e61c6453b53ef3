/** tarteaucitron, asked about two services that it knows by name. It loads neither: no account is named to it. */
import { loadScript } from './load.js'

/** Shows it where it is not answered; gives what opens it again. */
export async function start(lang) {
  window.tarteaucitronForceLanguage = lang
  await loadScript('/banners/lib/tarteaucitron/tarteaucitron.js')
  const { tarteaucitron } = window
  tarteaucitron.job = ['tiktok', 'facebookpixel']
  tarteaucitron.init({
    orientation: 'bottom',
    showIcon: false,
    removeCredit: true,
    googleConsentMode: false,
    bingConsentMode: false,
    pianoConsentMode: false,
  })
  return () => tarteaucitron.userInterface.openPanel()
}
