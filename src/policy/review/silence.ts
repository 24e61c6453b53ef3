/**
 * Where no answer is enough: places whose law gives a right to opt out, or asks for nothing. There a basis of consent is no
 * consent, and a review must not say that it is.
 */
import { regimeOf } from '../../consent/regime.ts'
import type { LegalBasis } from '../document.ts'
import type { CompiledSite } from '../types.ts'
import { code, join, plainText, t, type Text } from './blocks.ts'
import { typeset, type Language } from './language.ts'
import { placeName } from './places.ts'
import { BASIS_WORDS } from './term-words.ts'

/** A region that no policy names: so that a country's own rule is asked for, and not the strictest of its regions. */
const ANY_REGION = 'ZZ'

/** Countries and regions by ISO 3166, as the running gateway decides them; sorted. */
export function placesOfSilence({ consent }: CompiledSite): readonly string[] {
  const rules = { ...consent, destinations: {} }
  return [...new Set(['US', ...Object.keys(consent.regimes)])]
    .filter((place) => {
      const [country, region = ANY_REGION] = place.split('-')
      return country !== undefined && regimeOf({ country, region }, rules) !== 'opt-in'
    })
    .toSorted()
}

/** United States, Brazil, `US-TX`: mostly inside brackets, so without their codes. */
export function silenceText(language: Language, site: CompiledSite): Text {
  return join(
    placesOfSilence(site).map((place) => {
      const name = placeName(language, place)
      return name === undefined ? t`${code(place)}` : t`${name}`
    }),
    ', ',
  )
}

/** consent (GDPR Art. 6(1)(a)); where silence is enough (United States), none is asked for */
export function basisText(language: Language, site: CompiledSite, basis: LegalBasis): Text {
  const words = BASIS_WORDS[basis][language]
  if (basis !== 'consent' || placesOfSilence(site).length === 0) return t`${words}`
  const places = silenceText(language, site)
  return language === 'fr'
    ? t`${words} ; là où un silence suffit (${places}), il n’est pas demandé`
    : t`${words}; where silence is enough (${places}), it is not asked for`
}

/** The same for a table. */
export function basisWords(language: Language, site: CompiledSite, basis: LegalBasis): string {
  return typeset(language, plainText(basisText(language, site, basis)))
}
