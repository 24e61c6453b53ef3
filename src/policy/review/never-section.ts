/** What is never sent: by the policy, by a sector, by the rebuilding of addresses, by the guard, by construction. */
import { CANONICAL_FIELDS } from '../fields.ts'
import { code, heading, join, list, paragraph, strong, t, type Block, type Text } from './blocks.ts'
import { addressItems } from './address-items.ts'
import { silentEvents } from './event-plan-section.ts'
import { listed } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { eventTexts, fieldText, recipientName } from './phrases.ts'
import { SECTOR_WORDS } from './term-words.ts'

export function neverSection(reading: SiteReading): Block[] {
  const fr = reading.language === 'fr'
  return [
    heading(3, fr ? 'Ce qui n’est jamais transmis' : 'What is never sent'),
    paragraph(
      fr
        ? t`Tout ce qui n’est pas écrit dans la politique est refusé. En particulier :`
        : t`Everything that is not written in the policy is denied. In particular:`,
    ),
    list([...byPolicy(reading), ...bySector(reading), ...silentEvents(reading)]),
    heading(4, fr ? 'Dans les adresses de pages' : 'In addresses of pages'),
    list(addressItems(reading)),
    heading(4, fr ? 'Ce que le garde-fou retire' : 'What the guard takes out'),
    ...guarded(reading),
    heading(4, fr ? 'Par construction' : 'By construction'),
    list(byConstruction(reading)),
  ]
}

function byPolicy(reading: SiteReading): Text[] {
  const { language, site, leaving } = reading
  const fr = language === 'fr'
  const sent = new Set(leaving.map(({ field }) => field))
  const toNobody = CANONICAL_FIELDS.filter((field) => !sent.has(field))
  const toOne = site.destinations.flatMap((destination) => {
    const own = new Set(leaving.filter((row) => row.destination === destination).map(({ field }) => field))
    const withheld = CANONICAL_FIELDS.filter((field) => sent.has(field) && !own.has(field))
    if (withheld.length === 0) return []
    const name = recipientName(reading, destination)
    return [
      fr
        ? t`${strong(`Jamais à ${name}`)} (bien qu’un autre destinataire les reçoive) : ${fields(reading, withheld)}.`
        : t`${strong(`Never to ${name}`)} (though another recipient receives them): ${fields(reading, withheld)}.`,
    ]
  })
  const overall =
    toNobody.length === 0
      ? t`${fr ? 'Chaque donnée connue est transmise à quelqu’un.' : 'Every known field is sent to somebody.'}`
      : t`${strong(fr ? 'À personne' : 'To nobody')}${fr ? ' : ' : ': '}${fields(reading, toNobody)}.`
  return [overall, ...toOne]
}

function fields({ language }: SiteReading, names: readonly string[]): Text {
  return join(
    names.map((field) => fieldText(language, field)),
    ', ',
  )
}

function bySector(reading: SiteReading): Text[] {
  const { language, site } = reading
  const { sectors } = site.document
  if (sectors.length === 0) return []
  const names = listed(
    language,
    sectors.map((sector) => t`${SECTOR_WORDS[sector][language]} (${code(sector)})`),
  )
  const gone = goneText(reading)
  return [
    language === 'fr'
      ? t`${strong('À cause du secteur')} : ce site relève du secteur : ${names}, dont les conditions des plateformes interdisent les données. Retiré de ce qui était écrit : ${gone}.`
      : t`${strong('Because of the sector')}: this site is of the sector: ${names}, whose data the platforms’ terms forbid. Taken away from what was written: ${gone}.`,
  ]
}

/** Everything that the sector took away whole: data, events, parameters and paths of addresses. */
function goneText(reading: SiteReading): Text {
  const { language, site } = reading
  const { removedBySector, eventsRemovedBySector = [], parametersRemovedBySector = [] } = site.document
  const fr = language === 'fr'
  const parts = [
    ...(removedBySector.length === 0
      ? []
      : [t`${fr ? 'les données : ' : 'data: '}${fields(reading, removedBySector)}`]),
    ...(eventsRemovedBySector.length === 0
      ? []
      : [t`${fr ? 'les événements : ' : 'events: '}${eventTexts(language, eventsRemovedBySector)}`]),
    ...(parametersRemovedBySector.length === 0
      ? []
      : [t`${fr ? 'les paramètres d’adresse : ' : 'address parameters: '}${codes(parametersRemovedBySector)}`]),
    ...(site.urlPaths === 'cut' ? [t`${fr ? 'le chemin des adresses' : 'the path of addresses'}`] : []),
  ]
  return parts.length === 0 ? t`${fr ? 'rien d’écrit' : 'nothing written'}` : join(parts, fr ? ' ; ' : '; ')
}

function codes(names: readonly string[]): Text {
  return join(
    names.map((name) => t`${code(name)}`),
    ', ',
  )
}

function guarded({ language, guarded }: SiteReading): Block[] {
  const fr = language === 'fr'
  return [
    paragraph(
      fr
        ? t`Avant chaque envoi, les valeurs finales sont examinées, aussi sous leurs formes déguisées (encodage pour-cent, base64, caractères séparés). Ce qui est trouvé là où il n’a rien à faire est retiré ; le reste de l’événement part. Sont retirés :`
        : t`Before each send the final values are looked through, in their disguises too (percent-encoding, base64, separated characters). What is found where it does not belong is taken out; the rest of the event leaves. Taken out are:`,
    ),
    list(guarded.map((words) => t`${words[language]}`)),
  ]
}

function byConstruction({ language }: SiteReading): Text[] {
  return language === 'fr'
    ? [
        t`Ce qui est marqué « haché » ne sort que haché : la valeur lisible n’est ni journalisée ni transmise, ni enregistrée, sauf dans une commande qui attend, chiffrée, la réponse de la personne.`,
        t`Aucune politique ne peut faire sortir : le numéro de visiteur, le numéro de panier, le code promotionnel, la taxe, les frais de port, les cookies (hors les identifiants publicitaires cités plus haut), la preuve du consentement, ni un champ que la passerelle ne connaît pas.`,
        t`Rien ne sort avant que ce que l’on sait du consentement ait été lu, comme il est dit pour chaque destinataire. Un retrait arrête aussi ce qui attend encore d’être remis.`,
      ]
    : [
        t`What is marked “hashed” leaves only hashed: the readable value is not logged, not sent, and not stored but in an order that waits, encrypted, for the person’s answer.`,
        t`No policy can let out: the visitor number, the basket number, the coupon, tax, shipping costs, cookies (but for the advertising identifiers named above), the proof of consent, or a field that the gateway does not know.`,
        t`Nothing leaves before what is known of consent was read, as said for each recipient. A withdrawal also stops what still waits to be delivered.`,
      ]
}
