/** The usual groups of data. `treatment` is what the platforms want; a basis other than consent is the site's to write. */
import type { FieldGroupFile } from './schema.ts'

/** What all of them share: consent, and a week for a platform that is down. */
const TERMS = { legal_basis: 'consent', retention_days: 7 } as const

export const STANDARD_FIELD_GROUPS: Readonly<Record<string, FieldGroupFile>> = {
  page: {
    ...TERMS,
    note: {
      en: 'The page and where the visit came from. Rebuilt without search words, e-mails or codes in the address.',
      fr: 'La page et la provenance. L’adresse est reconstruite sans mots recherchés, e-mails ni codes.',
    },
    fields: ['page.url', 'page.referrer'],
    purpose: 'ad_user_data',
    treatment: 'url_cleaned',
  },
  browser: {
    ...TERMS,
    note: {
      en: 'What every request shows of the device. The platforms want both together; they are not hashed.',
      fr: 'Ce que toute requête montre de l’appareil. Les plateformes demandent les deux ; non hachés.',
    },
    fields: ['client.ip', 'client.user_agent'],
    purpose: 'ad_storage',
    treatment: 'as_is',
  },
  tiktok_ids: {
    ...TERMS,
    note: {
      en: 'TikTok’s own ids of the click and of the browser: cookie _ttp, and the parameter ttclid, also read from the page’s address before that is cut.',
      fr: 'Identifiants de TikTok pour le clic et le navigateur : cookie _ttp, et paramètre ttclid, lu aussi dans l’adresse de la page avant qu’elle soit coupée.',
    },
    fields: ['click.ttclid', 'click.ttp'],
    purpose: 'ad_storage',
    treatment: 'as_is',
  },
  meta_ids: {
    ...TERMS,
    note: {
      en: 'Meta’s own ids of the click and of the browser: cookies _fbc and _fbp. The click id is also made from the parameter fbclid of the page’s address and the time of the event, without a cookie.',
      fr: 'Identifiants de Meta pour le clic et le navigateur : cookies _fbc et _fbp. Celui du clic est aussi formé du paramètre fbclid de l’adresse et de l’heure de l’événement, sans cookie.',
    },
    fields: ['click.fbc', 'click.fbp'],
    purpose: 'ad_storage',
    treatment: 'as_is',
  },
  order_facts: {
    ...TERMS,
    note: {
      en: 'What was seen or bought and for how much. What somebody buys may say something of them.',
      fr: 'Ce qui a été vu ou acheté et pour combien. Ce qu’une personne achète peut en dire quelque chose.',
    },
    fields: [
      'order.id',
      'order.value',
      'order.currency',
      'order.items.id',
      'order.items.name',
      'order.items.quantity',
      'order.items.price',
      'order.items.brand',
      'order.items.category',
    ],
    purpose: 'ad_user_data',
    treatment: 'as_is',
  },
  order_total: {
    ...TERMS,
    note: {
      en: 'The order’s number, value and currency, without the articles.',
      fr: 'Le numéro, le montant et la devise de la commande, sans les articles.',
    },
    fields: ['order.id', 'order.value', 'order.currency'],
    purpose: 'ad_user_data',
    treatment: 'as_is',
  },
  contact_hashed: {
    ...TERMS,
    note: {
      en: 'E-mail, phone and customer number, only as SHA-256. A hash is still personal data.',
      fr: 'E-mail, téléphone et numéro de client, seulement hachés (SHA-256). Un haché reste une donnée personnelle.',
    },
    fields: ['person.email', 'person.phone', 'person.external_id'],
    purpose: 'ad_user_data',
    treatment: 'hashed',
  },
  name_hashed: {
    ...TERMS,
    note: {
      en: 'First name, last name and postal code, only as SHA-256.',
      fr: 'Prénom, nom et code postal, seulement hachés (SHA-256).',
    },
    fields: ['person.first_name', 'person.last_name', 'person.zip'],
    purpose: 'ad_user_data',
    treatment: 'hashed',
  },
  postal_hashed: {
    ...TERMS,
    note: {
      en: 'City, region and country of the address, only as SHA-256 (as Meta takes them).',
      fr: 'Ville, région et pays de l’adresse, seulement hachés (comme Meta les accepte).',
    },
    fields: ['person.city', 'person.state', 'person.country'],
    purpose: 'ad_user_data',
    treatment: 'hashed',
  },
  postal_readable: {
    ...TERMS,
    note: {
      en: 'City, region and country of the address, readable, because TikTok does not take them hashed.',
      fr: 'Ville, région et pays de l’adresse, lisibles, car TikTok ne les accepte pas hachés.',
    },
    fields: ['person.city', 'person.state', 'person.country'],
    purpose: 'ad_user_data',
    treatment: 'normalized',
  },
}
