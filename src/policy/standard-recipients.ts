/**
 * Who receives, as the platforms' own texts have it. What could not be read there is not here: a site must write it.
 *
 * TikTok: TikTok for Business Commercial Terms of Service, 1.2 (companies by region), and TikTok Business Products (Data)
 * Terms, 2.1, 5 (roles by jurisdiction) and 6.2 (18 months), read 2026-11-22. Where its group reaches the data from has
 * changed since its last public list (2022), and a supervisory authority has ruled on it (Ireland, 2025): `transfers` is
 * the site's to write, after asking TikTok.
 *
 * Meta: Controller Addendum (company, joint controllers) and Meta's notice of 7 September 2023 on the Data Privacy
 * Framework, which names data of the Business Tools, both read 2026-11-22. The two years are those of the Meta Business
 * Tools Terms as sites that accepted them quote them, read 2026-11-22: the text itself could not be had.
 */
import type { DestinationDocument } from './document.ts'

export const STANDARD_RECIPIENTS: Readonly<Record<string, Partial<Omit<DestinationDocument, 'note'>>>> = {
  tiktok: {
    recipient: {
      en: 'TikTok Technology Limited (Dublin, Ireland) for the EEA and Switzerland; TikTok Information Technologies UK Limited for the United Kingdom',
      fr: 'TikTok Technology Limited (Dublin, Irlande) pour l’EEE et la Suisse ; TikTok Information Technologies UK Limited pour le Royaume-Uni',
    },
    joint: {
      en: 'TikTok for those of its products of which the Jurisdiction Specific Terms say so (GDPR Art. 26): to be looked up there.',
      fr: 'TikTok pour ceux de ses produits dont les Jurisdiction Specific Terms le disent (RGPD, art. 26) : à y vérifier.',
    },
    retention: {
      en: 'Event data at most 18 months; audiences made of it until they are deleted, or 12 months after their last use (TikTok Business Products (Data) Terms, 6.2).',
      fr: 'Données d’événements : 18 mois au plus ; audiences qui en sont tirées : jusqu’à leur suppression, ou 12 mois après leur dernière utilisation (TikTok Business Products (Data) Terms, 6.2).',
    },
    terms: {
      en: 'TikTok Business Products (Data) Terms, with the Jurisdiction Specific Terms, which say for each product who is controller, joint controller or processor.',
      fr: 'TikTok Business Products (Data) Terms, avec les Jurisdiction Specific Terms, qui disent pour chaque produit qui est responsable, responsable conjoint ou sous-traitant.',
    },
  },
  meta: {
    recipient: {
      en: 'Meta Platforms Ireland Limited (Dublin, Ireland)',
      fr: 'Meta Platforms Ireland Limited (Dublin, Irlande)',
    },
    joint: {
      en: 'Meta Platforms Ireland Limited, for collection and transmission (Controller Addendum; GDPR Art. 26).',
      fr: 'Meta Platforms Ireland Limited, pour la collecte et la transmission (Controller Addendum ; RGPD, art. 26).',
    },
    transfers: {
      en: 'United States (Meta Platforms, Inc.): EU-US Data Privacy Framework, adequacy decision of 10 July 2023 (GDPR Art. 45).',
      fr: 'États-Unis (Meta Platforms, Inc.) : cadre de protection des données UE–États-Unis, décision d’adéquation du 10 juillet 2023 (RGPD, art. 45).',
    },
    retention: {
      en: 'Event data at most two years (Meta Business Tools Terms).',
      fr: 'Données d’événements : deux ans au plus (Meta Business Tools Terms).',
    },
    terms: {
      en: 'Meta Business Tools Terms with the Controller Addendum: joint controllers for collection and transmission (GDPR Art. 26); Meta alone for what follows.',
      fr: 'Meta Business Tools Terms avec le Controller Addendum : responsables conjoints pour la collecte et la transmission (RGPD, art. 26) ; Meta seule pour la suite.',
    },
  },
}
