/** Purposes, legal bases, forms, regimes and sectors as a lawyer writes them. Sources: GDPR Art. 6(1); Google consent mode. */
import type { Purpose, Regime } from '../../consent/types.ts'
import type { LegalBasis, Sector, Words } from '../document.ts'
import type { Treatment } from '../fields.ts'

export const PURPOSE_WORDS: Readonly<Record<Purpose, Words>> = {
  ad_storage: {
    en: 'recognising the device or browser for advertising',
    fr: 'reconnaître l’appareil ou le navigateur à des fins publicitaires',
  },
  ad_user_data: {
    en: 'giving an advertising platform data about the person, to measure advertising',
    fr: 'transmettre à une plateforme publicitaire des données sur la personne, pour mesurer la publicité',
  },
  ad_personalization: {
    en: 'personalised advertising (profiling, audiences)',
    fr: 'publicité personnalisée (profilage, audiences)',
  },
  analytics_storage: { en: 'measuring the audience of the site', fr: 'mesurer l’audience du site' },
}

export const BASIS_WORDS: Readonly<Record<LegalBasis, Words>> = {
  consent: { en: 'consent (GDPR Art. 6(1)(a))', fr: 'le consentement (RGPD, art. 6, 1, a)' },
  contract: {
    en: 'performance of a contract (GDPR Art. 6(1)(b))',
    fr: 'l’exécution d’un contrat (RGPD, art. 6, 1, b)',
  },
  legal_obligation: { en: 'a legal obligation (GDPR Art. 6(1)(c))', fr: 'une obligation légale (RGPD, art. 6, 1, c)' },
  vital_interests: {
    en: 'vital interests (GDPR Art. 6(1)(d))',
    fr: 'la sauvegarde des intérêts vitaux (RGPD, art. 6, 1, d)',
  },
  public_task: { en: 'a public task (GDPR Art. 6(1)(e))', fr: 'une mission d’intérêt public (RGPD, art. 6, 1, e)' },
  legitimate_interests: {
    en: 'legitimate interests (GDPR Art. 6(1)(f))',
    fr: 'l’intérêt légitime (RGPD, art. 6, 1, f)',
  },
}

interface FormWords {
  /** After "receives the phone number, …". */
  readonly en: string
  readonly fr: string
  readonly short: Words
  /** In the matrix. */
  readonly mark: Words
  readonly legend: Words
}

export const FORM_WORDS: Readonly<Record<Treatment, FormWords>> = {
  as_is: {
    en: 'as it is',
    fr: 'sans transformation',
    short: { en: 'as it is', fr: 'sans transformation' },
    mark: { en: 'A', fr: 'T' },
    legend: { en: 'as it is: readable', fr: 'tel quel, sans transformation : lisible' },
  },
  url_cleaned: {
    en: 'cut (the address is rebuilt with the parameters listed below and no others)',
    fr: 'sous forme coupée (l’adresse est reconstruite avec les seuls paramètres énumérés plus bas)',
    short: { en: 'cut: the address is rebuilt', fr: 'sous forme coupée : l’adresse est reconstruite' },
    mark: { en: 'C', fr: 'C' },
    legend: {
      en: 'cut: an address rebuilt without what is not allowed in it; readable',
      fr: 'coupée : adresse reconstruite sans ce qui n’y est pas autorisé ; lisible',
    },
  },
  normalized: {
    en: 'readable, in a uniform spelling (not hashed)',
    fr: 'sous forme lisible, dans une écriture uniforme (non hachée)',
    short: {
      en: 'readable, in a uniform spelling (not hashed)',
      fr: 'sous forme lisible, dans une écriture uniforme (non hachée)',
    },
    mark: { en: 'R', fr: 'L' },
    legend: { en: 'readable, in a uniform spelling', fr: 'lisible, dans une écriture uniforme' },
  },
  hashed: {
    en: 'hashed (SHA-256)',
    fr: 'sous forme hachée (SHA-256)',
    short: { en: 'hashed (SHA-256)', fr: 'sous forme hachée (SHA-256)' },
    mark: { en: 'H', fr: 'H' },
    legend: {
      en: 'hashed (SHA-256): pseudonymised, and still personal data',
      fr: 'haché (SHA-256) : pseudonymisé, et toujours une donnée personnelle',
    },
  },
}

export const REGIME_WORDS: Readonly<Record<Regime, Words>> = {
  'opt-in': {
    en: 'prior consent (nothing leaves without a yes)',
    fr: 'consentement préalable (rien ne sort sans un oui)',
  },
  'opt-out': {
    en: 'right to opt out (data may leave until the person says no)',
    fr: 'droit d’opposition (les données peuvent sortir tant que la personne n’a pas dit non)',
  },
  none: {
    en: 'no law that asks for an answer (data may leave until the person says no)',
    fr: 'aucune loi n’exige de réponse (les données peuvent sortir tant que la personne n’a pas dit non)',
  },
}

export const SECTOR_WORDS: Readonly<Record<Sector, Words>> = {
  health: { en: 'health', fr: 'santé' },
  finance: { en: 'finance', fr: 'finance' },
  minors: { en: 'minors', fr: 'mineurs' },
  adult: { en: 'adult content', fr: 'contenus pour adultes' },
  politics: { en: 'politics', fr: 'politique' },
  religion: { en: 'religion', fr: 'religion' },
  unions: { en: 'trade unions', fr: 'syndicats' },
}
