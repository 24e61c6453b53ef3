/** The cookies that the gateway sets on a visitor's device: what each is for, who can read it, how long it lives, what ends it. */
import type { CompiledBrowser, CompiledDestination } from '../types.ts'
import { code, heading, join, list, paragraph, strong, t, table, type Block, type Text } from './blocks.ts'
import type { CookieFact } from './facts.ts'
import { days, type Language } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { recipientName } from './phrases.ts'

type Cookies = NonNullable<CompiledBrowser['cookies']>

export function cookiesSection(reading: SiteReading): Block[] {
  const { language, site } = reading
  const fr = language === 'fr'
  const title = heading(3, fr ? 'Les cookies que la passerelle pose' : 'The cookies that the gateway sets')
  const { cookies } = site.browser ?? {}
  if (site.browser === undefined || cookies === undefined)
    return [
      title,
      paragraph(
        fr
          ? t`Aucun : la passerelle ne pose aucun cookie sur ce site.`
          : t`None: the gateway sets no cookie on this site.`,
      ),
      paragraph(localStorageNote(language)),
    ]
  return [
    title,
    paragraph(introduction(language, site.browser)),
    tableOf(reading, cookies),
    list(rules(reading, cookies)),
    paragraph(localStorageNote(language)),
  ]
}

/** What the tag writes is no cookie, and needs the same consent (src/browser/stored.ts). */
function localStorageNote(language: Language): Text {
  const names = code('tidegate:')
  return language === 'fr'
    ? t`${strong('En dehors des cookies')} : si le site emploie la balise de Tidegate, elle garde dans le stockage local du navigateur (${code('localStorage')}, sous des noms qui commencent par ${names}), une fois qu’un envoi est permis, la réponse donnée, et les événements dont l’arrivée n’est pas confirmée, tels que la page les a donnés, mais sans rien de la personne (ni e-mail ni téléphone). Tout script de la page peut les lire. Ils servent un jour. Un refus les efface ; un événement l’est dès qu’il est arrivé. Rien ne s’y efface avec le temps seul : ce qui ne sert plus est effacé ou remplacé lors d’une visite suivante où l’envoi est permis. La page « Cookies » du site doit les citer.`
    : t`${strong('Beside cookies')}: where the site uses Tidegate’s tag, the tag keeps in the browser’s local storage (${code('localStorage')}, under names that begin with ${names}), once sending is permitted, the answer that was given, and the events whose arrival is not confirmed, as the page gave them, but without anything of the person (no e-mail, no phone). Every script of the page can read them. They count for a day. A refusal deletes them; an event goes as soon as it has arrived. Nothing there ends by time alone: what no longer counts is deleted or replaced by a later visit on which sending is permitted. The site’s cookie page must name them.`
}

function introduction(language: Language, { gateway, registrableDomain }: CompiledBrowser): Text {
  return language === 'fr'
    ? t`Ils sont posés par la réponse du serveur (${code(gateway)}), là seulement où les règles du consentement laissent un destinataire tout recevoir, pour les pages de ${code(registrableDomain)} et de ses sous-domaines (${code('Secure; SameSite=Lax')}). Aucun autre site ne les reçoit.`
    : t`They are set by the server’s answer (${code(gateway)}), only where the rules of consent let a recipient receive all, for the pages of ${code(registrableDomain)} and of its subdomains (${code('Secure; SameSite=Lax')}). No other site receives them.`
}

function tableOf(reading: SiteReading, cookies: Cookies): Block {
  const { language, site } = reading
  const fr = language === 'fr'
  const ofDestinations = site.destinations.flatMap((destination) =>
    keptCookies(reading, destination).map((cookie) => destinationRow(reading, cookies, destination, cookie)),
  )
  return table({
    caption: fr ? 'Cookies de première partie' : 'First-party cookies',
    head: fr
      ? [t`Cookie`, t`À quoi il sert`, t`Durée`, t`Qui peut le lire`]
      : [t`Cookie`, t`What it is for`, t`How long`, t`Who can read it`],
    rows: [
      visitorRow(reading, cookies),
      ...ofDestinations,
      ...cookies.clickIds.map((id) => clickIdRow(language, cookies, id)),
    ],
    shape: 'cards',
  })
}

/** Of a recipient's cookies those whose value leaves for it with some event. */
function keptCookies({ recipients, leaving }: SiteReading, destination: CompiledDestination): readonly CookieFact[] {
  const sent = new Set(leaving.filter((row) => row.destination === destination).map(({ field }) => field))
  return (recipients.get(destination.id)?.cookies ?? []).filter(({ field }) => sent.has(field))
}

function visitorRow({ language, site }: SiteReading, { visitorDays }: Cookies): readonly Text[] {
  const journeys = site.analysis !== undefined
  return language === 'fr'
    ? [
        t`${code('tidegate_vid')}`,
        t`Un numéro tiré au hasard, qui ne sort vers personne : il relie un retrait aux événements de ce navigateur, et une commande annoncée par le serveur à la réponse donnée${journeys ? ' ; si les parcours peuvent être gardés, une visite à la suivante' : ''}.`,
        t`${days('fr', visitorDays)} à compter de sa création, sans prolongation`,
        t`La passerelle et les serveurs du site ; aucun script (${code('HttpOnly')})`,
      ]
    : [
        t`${code('tidegate_vid')}`,
        t`A number drawn by chance, which leaves for nobody: it ties a withdrawal to the events of this browser, and an order reported by the server to the answer given${journeys ? '; where journeys may be kept, one visit to the next' : ''}.`,
        t`${days('en', visitorDays)} from its making, never prolonged`,
        t`The gateway and the site’s servers; no script (${code('HttpOnly')})`,
      ]
}

function destinationRow(
  reading: SiteReading,
  { clickDays, pixelsOnPage }: Cookies,
  destination: CompiledDestination,
  { name, kind, dated, made }: CookieFact,
): readonly Text[] {
  const { language } = reading
  const fr = language === 'fr'
  const who = recipientName(reading, destination)
  const purpose =
    kind === 'click'
      ? fr
        ? t`Le clic sur une publicité de ${who} qui a amené le visiteur ; sort vers ${who}.`
        : t`The click on an ad of ${who} that brought the visitor; leaves for ${who}.`
      : fr
        ? t`Distingue ce navigateur pour ${who}${made ? ' ; tiré au hasard s’il manque' : ' ; jamais créé par la passerelle, seulement gardé'} ; sort vers ${who}.`
        : t`Tells this browser from others for ${who}${made ? '; drawn by chance where it is missing' : '; never made by the gateway, only kept'}; leaves for ${who}.`
  const since = dated
    ? fr
      ? t`${days('fr', clickDays)} à compter de sa création, sans prolongation`
      : t`${days('en', clickDays)} from its making, never prolonged`
    : renewed(language, clickDays)
  return [t`${code(name)}`, purpose, since, readers(language, pixelsOnPage.includes(destination.id), who)]
}

function renewed(language: Language, count: number): Text {
  return language === 'fr'
    ? t`${days('fr', count)} à compter de la dernière visite`
    : t`${days('en', count)} from the last visit`
}

function readers(language: Language, onPage: boolean, who: string): Text {
  if (!onPage)
    return language === 'fr'
      ? t`La passerelle et les serveurs du site ; aucun script (${code('HttpOnly')})`
      : t`The gateway and the site’s servers; no script (${code('HttpOnly')})`
  return language === 'fr'
    ? t`${strong('Tout script de la page')}, car le pixel de ${who} y reste`
    : t`${strong('Every script of the page')}, as the pixel of ${who} stays there`
}

function clickIdRow(language: Language, { clickDays }: Cookies, parameter: string): readonly Text[] {
  const name = code(`tidegate_${parameter.toLowerCase()}`)
  return language === 'fr'
    ? [
        t`${name}`,
        t`L’identifiant de clic ${code(parameter)} d’une plateforme qui n’est pas destinataire : gardé pour les serveurs du site ; la passerelle ne le transmet à personne.`,
        renewed('fr', clickDays),
        readers('fr', false, ''),
      ]
    : [
        t`${name}`,
        t`The click id ${code(parameter)} of a platform that is no recipient: kept for the site’s own servers; the gateway sends it to nobody.`,
        renewed('en', clickDays),
        readers('en', false, ''),
      ]
}

/** Only where the site keeps journeys. */
function orElse({ site }: SiteReading, words: string): string {
  return site.analysis === undefined ? '' : words
}

function rules(reading: SiteReading, cookies: Cookies): Text[] {
  const { language, site } = reading
  const { maxAgeDays } = site.consent
  const pixels = join(
    site.destinations
      .filter(({ id }) => cookies.pixelsOnPage.includes(id))
      .map((destination) => t`${recipientName(reading, destination)}`),
    ', ',
  )
  return language === 'fr'
    ? [
        t`Posés : ceux d’un destinataire, quand la personne l’a accepté en entier ; celui du visiteur, quand elle en a accepté un au moins${orElse(reading, ', ou que ses parcours soient gardés')}. Sans réponse, après une opposition ou un refus, aucun n’est posé. Là où un silence suffit (voir les règles du consentement), ils le sont tant que la personne ne s’est pas opposée.`,
        t`Jamais plus longtemps que la réponse elle-même, qui vaut ${days('fr', maxAgeDays)}, quand elle porte une date.`,
        t`Effacés : ceux d’un destinataire, par la réponse qui dit qu’il est refusé, que le consentement est retiré ou que la personne s’est opposée ; celui du visiteur et ceux des autres plateformes, quand aucun destinataire n’est plus accepté${orElse(reading, ' (celui du visiteur : ni la garde des parcours)')}. Un retrait annoncé par le site, alors que l’outil de consentement du navigateur dit encore oui, laisse celui du visiteur : lui seul permet de retrouver ce retrait.`,
        ...(pixels.length === 0
          ? []
          : [
              t`${strong('Le pixel reste sur la page')} (${pixels}) : il écrit et transmet de lui-même, hors de la passerelle et de ce document.`,
            ]),
      ]
    : [
        t`Set: those of a recipient, when the person has accepted it in full; the visitor’s, when one at least is accepted${orElse(reading, ', or the keeping of journeys')}. Without an answer, after an opt-out or a refusal, none is set. Where silence is enough (see the rules of consent), they are set until the person has objected.`,
        t`Never for longer than the answer itself, which is good for ${days('en', maxAgeDays)}, where it carries a date.`,
        t`Deleted: those of a recipient, by the answer that says that it is refused, that consent is withdrawn or that the person has opted out; the visitor’s and those of other platforms, when no recipient is accepted any more${orElse(reading, ' (the visitor’s: nor the keeping of journeys)')}. A withdrawal that the site has told, while the browser’s own consent tool still says yes, leaves the visitor’s: by it alone is that withdrawal found again.`,
        ...(pixels.length === 0
          ? []
          : [
              t`${strong('The pixel stays on the page')} (${pixels}): it writes and sends by itself, outside the gateway and this document.`,
            ]),
      ]
}
