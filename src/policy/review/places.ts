/**
 * Names of the countries and states that policies name most; another is shown by its ISO 3166 code. A table, because the
 * runtime's own names change with its version, and a review must come out the same everywhere.
 */
import type { Words } from '../document.ts'
import type { Language } from './language.ts'

const NAMES =
  'AT Austria/Autriche|BE Belgium/Belgique|BG Bulgaria/Bulgarie|HR Croatia/Croatie|CY Cyprus/Chypre|' +
  'CZ Czechia/Tchéquie|DK Denmark/Danemark|EE Estonia/Estonie|FI Finland/Finlande|FR France/France|' +
  'DE Germany/Allemagne|GR Greece/Grèce|HU Hungary/Hongrie|IE Ireland/Irlande|IT Italy/Italie|LV Latvia/Lettonie|' +
  'LT Lithuania/Lituanie|LU Luxembourg/Luxembourg|MT Malta/Malte|NL Netherlands/Pays-Bas|PL Poland/Pologne|' +
  'PT Portugal/Portugal|RO Romania/Roumanie|SK Slovakia/Slovaquie|SI Slovenia/Slovénie|ES Spain/Espagne|' +
  'SE Sweden/Suède|IS Iceland/Islande|LI Liechtenstein/Liechtenstein|NO Norway/Norvège|' +
  'GB United Kingdom/Royaume-Uni|CH Switzerland/Suisse|US United States/États-Unis|CA Canada/Canada|' +
  'BR Brazil/Brésil|MX Mexico/Mexique|AU Australia/Australie|NZ New Zealand/Nouvelle-Zélande|JP Japan/Japon|' +
  'KR South Korea/Corée du Sud|CN China/Chine|IN India/Inde|MA Morocco/Maroc|TN Tunisia/Tunisie|DZ Algeria/Algérie|' +
  'SN Senegal/Sénégal|CI Ivory Coast/Côte d’Ivoire|AE United Arab Emirates/Émirats arabes unis|' +
  'MC Monaco/Monaco|AD Andorra/Andorre|GP Guadeloupe/Guadeloupe|MQ Martinique/Martinique|' +
  'GF French Guiana/Guyane|RE Réunion/La Réunion|YT Mayotte/Mayotte|MF Saint Martin/Saint-Martin|' +
  'US-CA California/Californie|CA-QC Quebec/Québec'

const PLACES: ReadonlyMap<string, Words> = new Map(
  NAMES.split('|').map((line) => {
    const space = line.indexOf(' ')
    const [en = '', fr = ''] = line.slice(space + 1).split('/')
    return [line.slice(0, space), { en, fr }]
  }),
)

export function placeName(language: Language, place: string): string | undefined {
  return PLACES.get(place)?.[language]
}
