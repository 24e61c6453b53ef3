/** Who answers for a site, the rules of consent there, how long things are kept, and how they are secured. */
import { code, heading, join, list, strong, t, type Block, type Text } from './blocks.ts'
import { DEDUPE_WORDS, heldWords, PARKED_WORDS, PROOF_WORDS, RECEIPT_WORDS, settlingWords } from './kept-words.ts'
import { capital, days } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { placeText, quoted } from './phrases.ts'
import { placesOfSilence, silenceText } from './silence.ts'
import { REGIME_WORDS, SECTOR_WORDS } from './term-words.ts'

export function whoAnswersSection(reading: SiteReading): Block[] {
  const { language, site } = reading
  const { controller, people, note, sectors } = site.document
  const fr = language === 'fr'
  const say = (french: string, english: string) => (fr ? french : english)
  const hosts = join(
    site.hosts.map((host) => t`${code(host)}`),
    ', ',
  )
  const others = controller.others?.[language] ?? ''
  return [
    heading(3, say('Qui en répond', 'Who answers for it')),
    list([
      t`${say('Responsable du traitement : ', 'Controller: ')}${strong(controller.name)}, ${controller.contact}`,
      controller.dpo === undefined
        ? t`${say('Délégué à la protection des données : aucun n’est désigné', 'Data protection officer: none is named')}`
        : t`${say('Délégué à la protection des données : ', 'Data protection officer: ')}${controller.dpo}`,
      ...(others === '' ? [] : [t`${say('Avec : ', 'Together with: ')}${others}`]),
      t`${say('Site : ', 'Site: ')}${hosts}`,
      t`${say('Personnes concernées : ', 'Whose data: ')}${people[language]}`,
      ...(sectors.length === 0
        ? []
        : [
            t`${say('Secteur déclaré : ', 'Declared sector: ')}${sectors.map((one) => SECTOR_WORDS[one][language]).join(', ')}`,
          ]),
      ...(note === undefined || note[language] === ''
        ? []
        : [t`${say('Note de la politique : ', 'Note of the policy: ')}${quoted(language, note[language])}`]),
    ]),
  ]
}

const GPC = {
  mandated_states: {
    en: 'in the US states whose law demands it',
    fr: 'dans les États américains dont la loi l’exige',
  },
  all_us: { en: 'everywhere in the United States', fr: 'partout aux États-Unis' },
  worldwide: { en: 'everywhere in the world', fr: 'partout dans le monde' },
} as const

export function consentSection(reading: SiteReading): Block[] {
  const { language, site } = reading
  const { consent, document } = site
  const fr = language === 'fr'
  const note = document.consentNote?.[language] ?? ''
  return [
    heading(3, fr ? 'Les règles du consentement' : 'The rules of consent'),
    list([
      fr
        ? t`La règle appliquée est la plus stricte de celles que désignent le lieu de la connexion (et celui d’où la réponse a été donnée, si elle l’a été plus tôt) et le pays de l’adresse que la personne indique ; ce pays ne peut que durcir la règle. Consentement préalable dans l’Espace économique européen, au Royaume-Uni, en Suisse, au Québec et partout où rien d’autre n’est dit ; droit d’opposition aux États-Unis, sauf ce que la politique fixe ci-dessous. Un lieu inconnu veut le consentement préalable.`
        : t`The rule is the strictest of those that follow from the place of the connection (and of the one from which the answer was given, if that was earlier) and from the country of the address that the person states; that country can only make it stricter. Prior consent in the European Economic Area, the United Kingdom, Switzerland, Quebec and wherever nothing else is said; a right to opt out in the United States, but for what the policy sets below. An unknown place asks for prior consent.`,
      ...regimeItems(reading),
      ...silenceItems(reading),
      fr
        ? t`Le signal Global Privacy Control du navigateur vaut opposition ${GPC[consent.gpcScope].fr}.`
        : t`The browser’s Global Privacy Control signal counts as an opt-out ${GPC[consent.gpcScope].en}.`,
      fr
        ? t`Une réponse vaut ${days('fr', consent.maxAgeDays)} ; ensuite elle est périmée et n’autorise plus rien. Une réponse sans date compte comme donnée au moment où elle arrive.`
        : t`An answer is good for ${days('en', consent.maxAgeDays)}; then it has expired and permits nothing. An answer without a date counts as given at the moment when it arrives.`,
      waitItem(reading),
      fr
        ? t`L’accès à l’appareil (cookies) relève en outre de l’article 5, paragraphe 3, de la directive 2002/58/CE (en France : article 82 de la loi du 6 janvier 1978).`
        : t`Access to the device (cookies) is also subject to Art. 5(3) of Directive 2002/58/EC (in France: article 82 of the law of 6 January 1978).`,
      ...(note === '' ? [] : [t`${fr ? 'Note de la politique : ' : 'Note of the policy: '}${quoted(language, note)}`]),
    ]),
  ]
}

function regimeItems({ language, site }: SiteReading): Text[] {
  return Object.entries(site.consent.regimes).map(([place, regime]) =>
    language === 'fr'
      ? t`La politique fixe pour ${placeText('fr', place)} : ${strong(REGIME_WORDS[regime].fr)}. Elle ne peut assouplir la loi là où le consentement préalable est de droit.`
      : t`The policy sets for ${placeText('en', place)}: ${strong(REGIME_WORDS[regime].en)}. It cannot loosen the law where prior consent is required.`,
  )
}

/** Whoever is established in the Union is under the GDPR for everybody: Art. 3(1) asks where the controller is, not the person. */
function silenceItems({ language, site }: SiteReading): Text[] {
  if (placesOfSilence(site).length === 0) return []
  const places = silenceText(language, site)
  const close = code('consent: { regimes: { US: opt-in } }')
  return language === 'fr'
    ? [
        t`${strong('Là où un silence suffit')} (${places}), les données sortent tant que la personne ne s’est pas opposée : sans réponse, il n’y a pas de consentement, et la base légale « consentement » n’y vaut pas.`,
        t`${strong('Un responsable établi dans l’Union')} relève du RGPD aussi pour ces personnes, où qu’elles se trouvent (art. 3, 1) : il lui faut une base légale pour elles aussi. Pour exiger d’elles un consentement préalable : ${close}, et de même pour chacun des lieux cités.`,
      ]
    : [
        t`${strong('Where silence is enough')} (${places}), data leaves until the person has objected: without an answer there is no consent, and the basis “consent” does not hold there.`,
        t`${strong('A controller established in the Union')} is under the GDPR for these people too, wherever they are (Art. 3(1)), and needs a legal basis for them too. To ask them for prior consent: ${close}, and the like for each of the places named.`,
      ]
}

function waitItem({ language, site }: SiteReading): Text {
  const minutes = site.consent.snapshotWaitMinutes
  if (minutes === 0)
    return language === 'fr'
      ? t`Une commande annoncée par un serveur avant la réponse du navigateur n’attend pas : elle n’est pas transmise.`
      : t`An order that a server reports before the browser’s answer does not wait: it is not sent.`
  return language === 'fr'
    ? t`Une commande annoncée par un serveur avant la réponse du navigateur attend ${minutes} min au plus, chiffrée ; sans réponse, elle est écartée.`
    : t`An order that a server reports before the browser’s answer waits ${minutes} min at most, encrypted; without an answer it is dropped.`
}

export function keepingSection(reading: SiteReading): Block[] {
  const { language, site } = reading
  const fr = language === 'fr'
  const held = Math.max(0, ...reading.leaving.map(({ grant }) => grant.retentionDays))
  const processors = site.document.processors?.[language] ?? ''
  const wait = site.consent.snapshotWaitMinutes
  const settle = site.orders?.settleSeconds ?? 0
  const note = site.document.retentionNote?.[language] ?? ''
  return [
    heading(3, fr ? 'Combien de temps, et avec quelle sécurité' : 'For how long, and how it is secured'),
    list(
      fr
        ? [
            t`Reçus (${RECEIPT_WORDS.fr}) : ${days('fr', site.retention.receiptsDays)}.`,
            t`Preuve du consentement et des retraits (${PROOF_WORDS.fr}) : ${days('fr', site.retention.consentDays)}.`,
            t`${capital(DEDUPE_WORDS.fr)}.`,
            ...(wait === 0 ? [] : [t`${capital(heldWords('fr', wait))}.`]),
            ...(settle === 0 ? [] : [t`${capital(settlingWords('fr', settle))}.`]),
            ...(site.orders === undefined
              ? []
              : [
                  t`Registre des commandes : ${days('fr', site.orders.ledgerDays)} ; voir plus haut ce qu’il contient.`,
                ]),
            ...(site.analysis === undefined
              ? []
              : [t`Parcours des visiteurs : ${days('fr', site.analysis.journeyDays)} ; voir plus haut.`]),
            ...(site.sources === undefined ? [] : [t`${capital(PARKED_WORDS.fr)}.`]),
            t`Valeurs préparées qui n’ont pu être remises : ${days('fr', held)} au plus, puis effacées.`,
            t`Chez les destinataires : voir chacun d’eux.`,
            ...(note === '' ? [] : [t`Note de la politique : ${quoted('fr', note)}`]),
            ...(processors === '' ? [] : [t`Sous-traitants : ${processors}`]),
            t`Sécurité : ${site.document.security.fr}`,
          ]
        : [
            t`Receipts (${RECEIPT_WORDS.en}): ${days('en', site.retention.receiptsDays)}.`,
            t`Proof of consent and of withdrawals (${PROOF_WORDS.en}): ${days('en', site.retention.consentDays)}.`,
            t`${capital(DEDUPE_WORDS.en)}.`,
            ...(wait === 0 ? [] : [t`${capital(heldWords('en', wait))}.`]),
            ...(settle === 0 ? [] : [t`${capital(settlingWords('en', settle))}.`]),
            ...(site.orders === undefined
              ? []
              : [t`Ledger of orders: ${days('en', site.orders.ledgerDays)}; what it holds is said above.`]),
            ...(site.analysis === undefined
              ? []
              : [t`Visitors’ journeys: ${days('en', site.analysis.journeyDays)}; see above.`]),
            ...(site.sources === undefined ? [] : [t`${capital(PARKED_WORDS.en)}.`]),
            t`Prepared values that could not be delivered: ${days('en', held)} at most, then erased.`,
            t`At the recipients: see each of them.`,
            ...(note === '' ? [] : [t`Note of the policy: ${quoted('en', note)}`]),
            ...(processors === '' ? [] : [t`Processors: ${processors}`]),
            t`Security: ${site.document.security.en}`,
          ],
    ),
  ]
}
