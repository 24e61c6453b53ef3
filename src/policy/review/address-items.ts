/** What stays in the address of a page, for whom, and what is cut. */
import type { CompiledDestination } from '../types.ts'
import { code, join, strong, t, type Text } from './blocks.ts'
import { listed } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { recipientName } from './phrases.ts'

export function addressItems(reading: SiteReading): Text[] {
  const { language, site } = reading
  const fr = language === 'fr'
  const cut = site.urlPaths === 'cut'
  return [
    parametersText(reading),
    ...unreceivedText(reading),
    fr
      ? t`L’identifiant de clic d’une plateforme est lu dans l’adresse avant qu’elle soit coupée, là où sa ligne (par exemple ${code('click.ttclid')}) est permise pour l’événement. Son paramètre ne reste dans l’adresse que pour cette plateforme, avec ces mêmes événements, et jamais après une opposition.`
      : t`A platform’s click id is read from the address before it is cut, where its line (for instance ${code('click.ttclid')}) is allowed for the event. Its parameter stays in the address for that platform only, with those same events, and never after an opt-out.`,
    fr
      ? cut
        ? t`${strong('Le chemin est coupé')} : il ne reste d’une adresse que le nom du site et les paramètres gardés.`
        : t`Le chemin de la page reste, sans ce que le garde-fou en retire.`
      : cut
        ? t`${strong('The path is cut')}: all that is left of an address is the name of the site and the parameters that stay.`
        : t`The path of the page stays, without what the guard takes out of it.`,
    fr
      ? t`Jamais : le fragment (après #), un nom d’utilisateur ou un mot de passe placés dans l’adresse.`
      : t`Never: the fragment (after #), a user name or password in an address.`,
  ]
}

function parametersText(reading: SiteReading): Text {
  const { language, site } = reading
  const forAll = site.urlParameters.filter((name) => !isClickId(reading, name))
  const forOne = site.destinations.flatMap((destination) => {
    const own = site.urlParameters.filter((name) => isReceived(reading, destination, name))
    if (own.length === 0) return []
    const name = recipientName(reading, destination)
    return [language === 'fr' ? t`${codes(own)} (vers ${name} seulement)` : t`${codes(own)} (for ${name} only)`]
  })
  const stay = [...(forAll.length === 0 ? [] : [codes(forAll)]), ...forOne]
  if (stay.length === 0)
    return language === 'fr' ? t`Aucun paramètre ne reste dans une adresse.` : t`No parameter stays in an address.`
  return language === 'fr'
    ? t`Seuls ces paramètres restent dans une adresse : ${listed('fr', stay)}. Tous les autres sont coupés, quel que soit leur nom.`
    : t`Only these parameters stay in an address: ${listed('en', stay)}. All others are cut, whatever their name.`
}

/** Written, and yet cut: who signs must not take them for sent. */
function unreceivedText(reading: SiteReading): Text[] {
  const { language, site } = reading
  const cut = site.urlParameters.filter(
    (name) =>
      isClickId(reading, name) && !site.destinations.some((destination) => isReceived(reading, destination, name)),
  )
  if (cut.length === 0) return []
  return [
    language === 'fr'
      ? t`Écrits dans la politique, mais coupés, car aucun destinataire ne les reçoit : ${codes(cut)}.`
      : t`Written in the policy, but cut, as no recipient receives them: ${codes(cut)}.`,
  ]
}

function isClickId({ clickIds }: SiteReading, parameter: string): boolean {
  return clickIds.has(parameter.toLowerCase())
}

/** Its own click id, sent as a field with some event. */
function isReceived(
  { recipients, leaving }: SiteReading,
  destination: CompiledDestination,
  parameter: string,
): boolean {
  const field = recipients.get(destination.id)?.clickParameters?.get(parameter)
  return field !== undefined && leaving.some((row) => row.destination === destination && row.field === field)
}

function codes(names: readonly string[]): Text {
  return join(
    names.map((name) => t`${code(name)}`),
    ', ',
  )
}
