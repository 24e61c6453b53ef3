/** What is kept of visitors' journeys: with whose consent, for how long, and that it never leaves. */
import type { CompiledAnalysis, CompiledSite } from '../types.ts'
import { code, heading, join, list, paragraph, strong, t, type Block, type Text } from './blocks.ts'
import { JOURNEY_WORDS } from './kept-words.ts'
import { days, type Language } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { placesOfSilence, silenceText } from './silence.ts'
import { PURPOSE_WORDS } from './term-words.ts'

export function analysisSection(reading: SiteReading): Block[] {
  const { language, site } = reading
  const fr = language === 'fr'
  const title = heading(3, fr ? 'Les parcours des visiteurs' : 'Visitors’ journeys')
  const { analysis } = site
  if (analysis === undefined)
    return [
      title,
      paragraph(
        fr
          ? t`Aucun parcours n’est gardé : d’une visite à l’autre, la passerelle ne relie rien pour une analyse.`
          : t`No journey is kept: the gateway joins nothing from one visit to the next for analysis.`,
      ),
    ]
  return [title, list(fr ? frenchItems(reading, analysis) : englishItems(reading, analysis))]
}

function englishItems({ site, language }: SiteReading, analysis: CompiledAnalysis): Text[] {
  return [
    t`What is kept: ${JOURNEY_WORDS.en}.`,
    t`With whose consent: only of those who agreed to ${purposes('en', analysis)}. Without an answer, or once it has expired or been taken back, nothing is kept; a withdrawal deletes the journey at once, and its orders become “unknown”.`,
    ...silence(site, language),
    t`How long: ${days('en', analysis.journeyDays)} for each journey; what is counted and imported (costs, views, orders by source; no journey): ${days('en', analysis.recordDays)}.`,
    t`${strong('It never leaves')}: the gateway works the tables out itself, sends no journey and no key of one to anybody, and shows no group of fewer than ten journeys.`,
    ...codeItems('en', analysis),
    t`Own short links (${code('/go/…')}) set no cookie and write down nobody who follows them.`,
    t`${strong('For counsel to confirm')}: the CNIL exempts audience measurement from consent only for the publisher’s own anonymous statistics, and not where it is cross-matched with other processing. Journeys over several visits, click ids and costs of advertising joined to visits are outside that exemption as we read it; hence the consent above.`,
  ]
}

function frenchItems({ site, language }: SiteReading, analysis: CompiledAnalysis): Text[] {
  return [
    t`Ce qui est gardé : ${JOURNEY_WORDS.fr}.`,
    t`Avec le consentement de qui : seulement des personnes qui ont accepté ${purposes('fr', analysis)}. Sans réponse, ou si elle est périmée ou retirée, rien n’est gardé ; un retrait efface aussitôt le parcours, et ses commandes deviennent « inconnues ».`,
    ...silence(site, language),
    t`Durée : ${days('fr', analysis.journeyDays)} par parcours ; ce qui est compté et importé (coûts, vues, commandes par source ; aucun parcours) : ${days('fr', analysis.recordDays)}.`,
    t`${strong('Rien n’en sort')} : la passerelle établit elle-même les tableaux, n’envoie à personne ni parcours ni clé de parcours, et ne montre aucun groupe de moins de dix parcours.`,
    ...codeItems('fr', analysis),
    t`Les liens courts du site (${code('/go/…')}) ne déposent aucun cookie et n’enregistrent pas qui les suit.`,
    t`${strong('À confirmer par un conseil')} : la CNIL n’exempte de consentement la mesure d’audience que pour les statistiques anonymes de l’éditeur lui-même, et non si elle est recoupée avec d’autres traitements. Les parcours sur plusieurs visites, les identifiants de clic et les coûts publicitaires rapprochés des visites sont, selon notre lecture, hors de cette exemption ; d’où le consentement ci-dessus.`,
  ]
}

function purposes(language: Language, analysis: CompiledAnalysis): Text {
  return join(
    analysis.purposes.map((purpose) => t`${PURPOSE_WORDS[purpose][language]} (${code(purpose)})`),
    language === 'fr' ? ' et ' : ' and ',
  )
}

/** The same law as for what leaves: where silence is enough, it is enough here too. */
function silence(site: CompiledSite, language: Language): Text[] {
  if (placesOfSilence(site).length === 0) return []
  const places = silenceText(language, site)
  return language === 'fr'
    ? [t`Là où un silence suffit (${places}), un parcours est gardé tant que la personne ne s’est pas opposée.`]
    : [t`Where silence is enough (${places}), a journey is kept until the person has objected.`]
}

function codeItems(language: Language, { codes }: CompiledAnalysis): Text[] {
  const names = join(
    Object.keys(codes).map((name) => t`${code(name)}`),
    ', ',
  )
  if (names.length === 0)
    return language === 'fr'
      ? [t`D’un code promo, rien n’est gardé : la politique n’en nomme aucun.`]
      : [t`Of a promo code nothing is kept: the policy names none.`]
  return language === 'fr'
    ? [t`Codes promo gardés avec leur commande, comme source déclarée : ${names}. D’un autre code, rien n’est gardé.`]
    : [t`Promo codes kept with their order, as its declared source: ${names}. Of any other code nothing is kept.`]
}
