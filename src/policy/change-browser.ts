/** Sentences about the browser side of a site: where pages send, and which cookies the gateway sets. */
import { changed, codes, list, type Say } from './change-sentences.ts'
import type { CompiledBrowser } from './types.ts'
import type { Words } from './document.ts'

export const BROWSER_SETTINGS: Readonly<Record<string, Say>> = {
  gateway: (group) =>
    group.change.before === undefined
      ? { en: `Pages send to ${codes(group.change.after)}.`, fr: `Les pages envoient à ${codes(group.change.after)}.` }
      : changed('The address that pages send to', 'L’adresse à laquelle les pages envoient leurs événements')(group),
  registrableDomain: (group) =>
    group.change.before === undefined
      ? {
          en: `Cookies, where there are any, are for the names under ${codes(group.change.after)}.`,
          fr: `Les cookies, s’il y en a, valent pour les noms sous ${codes(group.change.after)}.`,
        }
      : changed('The domain whose names receive the cookies', 'Le domaine dont les noms reçoivent les cookies')(group),
  writeKeys: (group) =>
    group.change.before !== undefined && group.change.after !== undefined
      ? {
          en: `The names that a page must give of itself (keys) change: ${keys(group.change.after).en} instead of ${keys(group.change.before).en}.`,
          fr: `Les noms qu’une page doit donner d’elle-même (clés) changent : ${keys(group.change.after).fr} au lieu de ${keys(group.change.before).fr}.`,
        }
      : list('key that a page may name', 'clé qu’une page peut nommer')(group),
  stagingOrigins: list('origin of trials, of which nothing is delivered', 'origine d’essais, dont rien n’est remis'),
  cookies: ({ change }) =>
    change.after === undefined
      ? { en: 'The gateway no longer sets cookies.', fr: 'La passerelle ne pose plus de cookies.' }
      : newCookies(change.after as NonNullable<CompiledBrowser['cookies']>),
  visitorDays: changed('For how many days the visitor’s cookie lives', 'La durée du cookie du visiteur, en jours,'),
  clickDays: changed(
    'For how many days the cookies of clicks and browsers live',
    'La durée des cookies de clic et de navigateur, en jours,',
  ),
  pixelsOnPage: list(
    'recipient whose own pixel stays on the page, so that scripts can read its cookies',
    'destinataire dont le pixel reste sur la page, de sorte que les scripts lisent ses cookies',
  ),
  clickIds: list(
    'click id of another platform that is kept in a cookie',
    'identifiant de clic d’une autre plateforme gardé dans un cookie',
  ),
}

function keys(value: unknown): Words {
  const none = Array.isArray(value) && value.length === 0
  return none
    ? { en: 'none (any page may send)', fr: 'aucun (toute page peut envoyer)' }
    : { en: codes(value), fr: codes(value) }
}

function newCookies({
  visitorDays,
  clickDays,
  pixelsOnPage,
  clickIds,
}: NonNullable<CompiledBrowser['cookies']>): Words {
  const readable = pixelsOnPage.length > 0
  const others = clickIds.length > 0
  return {
    en:
      `After consent, or where silence is enough, the gateway sets cookies from now on: the visitor’s for ${visitorDays} days, those of clicks and browsers for ${clickDays} days` +
      (readable ? `; scripts of the page can read those of ${codes(pixelsOnPage)}` : '') +
      (others ? `; other platforms’ click ids are kept too: ${codes(clickIds)}` : '') +
      '.',
    fr:
      `Après consentement, ou là où un silence suffit, la passerelle pose désormais des cookies : celui du visiteur pour ${visitorDays} jours, ceux de clic et de navigateur pour ${clickDays} jours` +
      (readable ? ` ; les scripts de la page peuvent lire ceux de ${codes(pixelsOnPage)}` : '') +
      (others ? ` ; des identifiants de clic d’autres plateformes sont gardés aussi : ${codes(clickIds)}` : '') +
      '.',
  }
}
