/** What an event is called, in plain words. A test holds that every event has them. */
import type { EventName } from '../../event/types.ts'
import type { Words } from '../document.ts'

export const EVENT_WORDS: Readonly<Record<EventName, Words>> = {
  page_view: { en: 'page view', fr: 'page vue' },
  view_item: { en: 'product view', fr: 'produit vu' },
  view_item_list: { en: 'product list view', fr: 'liste de produits vue' },
  search: { en: 'search', fr: 'recherche' },
  add_to_cart: { en: 'added to basket', fr: 'ajout au panier' },
  add_to_wishlist: { en: 'added to wish list', fr: 'ajout à la liste d’envies' },
  begin_checkout: { en: 'checkout begun', fr: 'commande commencée' },
  add_payment_info: { en: 'payment method chosen', fr: 'moyen de paiement choisi' },
  purchase: { en: 'purchase', fr: 'achat' },
  refund: { en: 'refund', fr: 'remboursement' },
  generate_lead: { en: 'request from a prospect', fr: 'demande d’un prospect' },
  sign_up: { en: 'account created', fr: 'création de compte' },
  subscribe: { en: 'subscription', fr: 'abonnement' },
  start_trial: { en: 'trial begun', fr: 'début d’essai' },
  contact: { en: 'contact made', fr: 'prise de contact' },
  schedule: { en: 'appointment made', fr: 'prise de rendez-vous' },
  submit_application: { en: 'application sent', fr: 'candidature ou dossier envoyé' },
  find_location: { en: 'shop looked for', fr: 'recherche d’un magasin' },
  customize_product: { en: 'product customised', fr: 'produit personnalisé' },
  download: { en: 'download', fr: 'téléchargement' },
}
