/** Every event in words: what it means, where it happens, what sets it off. A site writes its own over them. */
import { type EventName } from '../event/types.ts'
import type { EventDefinition, Words } from './document.ts'
import type { EventGroupFile } from './schema.ts'

type Described = Omit<EventDefinition, 'owner'>

export const STANDARD_EVENTS: Readonly<Record<EventName, Described>> = {
  page_view: event(
    { en: 'A page was shown.', fr: 'Une page a été affichée.' },
    { en: 'Every page', fr: 'Toutes les pages' },
    { en: 'The page has loaded.', fr: 'La page est chargée.' },
  ),
  view_item: event(
    { en: 'An article was looked at.', fr: 'Un article a été consulté.' },
    { en: 'Product page', fr: 'Page d’un produit' },
    { en: 'The product page has loaded.', fr: 'La page du produit est chargée.' },
  ),
  view_item_list: event(
    { en: 'A list of articles was looked at.', fr: 'Une liste d’articles a été consultée.' },
    { en: 'Category page, list of results', fr: 'Page de catégorie, liste de résultats' },
    { en: 'The list is shown.', fr: 'La liste s’affiche.' },
  ),
  search: event(
    { en: 'Something was searched for on the site.', fr: 'Une recherche a été faite sur le site.' },
    { en: 'Search box', fr: 'Champ de recherche' },
    { en: 'The search is sent.', fr: 'La recherche est lancée.' },
  ),
  add_to_cart: event(
    { en: 'An article was put into the basket.', fr: 'Un article a été mis au panier.' },
    { en: 'Product page, category page', fr: 'Page d’un produit, page de catégorie' },
    {
      en: '“Add to basket” is pressed and the basket has taken the article.',
      fr: 'Clic sur « Ajouter au panier », et le panier a accepté l’article.',
    },
  ),
  add_to_wishlist: event(
    { en: 'An article was put on a list for later.', fr: 'Un article a été gardé pour plus tard.' },
    { en: 'Product page', fr: 'Page d’un produit' },
    { en: 'The article is put on the wish list.', fr: 'L’article est ajouté à la liste d’envies.' },
  ),
  begin_checkout: event(
    { en: 'The way to an order was begun.', fr: 'La commande a été commencée.' },
    { en: 'Checkout, first step', fr: 'Commande, première étape' },
    { en: 'The first page of the checkout has loaded.', fr: 'La première page de la commande est chargée.' },
  ),
  add_payment_info: event(
    {
      en: 'A means of payment was chosen; no number of it is in the event.',
      fr: 'Un moyen de paiement a été choisi ; l’événement n’en contient aucun numéro.',
    },
    { en: 'Checkout, payment', fr: 'Commande, paiement' },
    { en: 'A means of payment is confirmed.', fr: 'Un moyen de paiement est validé.' },
  ),
  purchase: event(
    { en: 'An order was placed and paid, or promised.', fr: 'Une commande a été passée et payée, ou promise.' },
    { en: 'Confirmation page, or the shop’s server', fr: 'Page de confirmation, ou serveur de la boutique' },
    { en: 'The order has a number.', fr: 'La commande a reçu un numéro.' },
    'order.id',
  ),
  refund: event(
    { en: 'All or part of an order was paid back.', fr: 'Une commande a été remboursée, en tout ou partie.' },
    { en: 'The shop’s server', fr: 'Serveur de la boutique' },
    { en: 'The refund is booked.', fr: 'Le remboursement est enregistré.' },
  ),
  generate_lead: event(
    {
      en: 'Somebody asked to be called, written to or given an offer.',
      fr: 'Une personne a demandé un rappel, une réponse ou un devis.',
    },
    { en: 'Request form', fr: 'Formulaire de demande' },
    { en: 'The form was sent and accepted.', fr: 'Le formulaire est envoyé et accepté.' },
  ),
  sign_up: event(
    { en: 'An account was opened.', fr: 'Un compte a été créé.' },
    { en: 'Account page', fr: 'Page de compte' },
    { en: 'The account exists.', fr: 'Le compte est créé.' },
  ),
  subscribe: event(
    { en: 'A subscription was taken out.', fr: 'Un abonnement a été souscrit.' },
    { en: 'Subscription form', fr: 'Formulaire d’abonnement' },
    { en: 'The subscription is confirmed.', fr: 'L’abonnement est confirmé.' },
  ),
  start_trial: event(
    { en: 'A trial was begun.', fr: 'Un essai a commencé.' },
    { en: 'Trial form', fr: 'Formulaire d’essai' },
    { en: 'The trial runs.', fr: 'L’essai est ouvert.' },
  ),
  contact: event(
    { en: 'Somebody got in touch with the site.', fr: 'Une personne a pris contact avec le site.' },
    { en: 'Contact page', fr: 'Page de contact' },
    { en: 'The message is sent, or the number is dialled.', fr: 'Le message est envoyé, ou le numéro appelé.' },
  ),
  schedule: event(
    { en: 'An appointment was made.', fr: 'Un rendez-vous a été pris.' },
    { en: 'Booking page', fr: 'Page de réservation' },
    { en: 'The appointment is confirmed.', fr: 'Le rendez-vous est confirmé.' },
  ),
  submit_application: event(
    { en: 'An application was handed in.', fr: 'Une demande ou une candidature a été déposée.' },
    { en: 'Application form', fr: 'Formulaire de demande' },
    { en: 'The application was sent and accepted.', fr: 'La demande est envoyée et acceptée.' },
  ),
  find_location: event(
    { en: 'A shop or branch was looked for.', fr: 'Un magasin ou une agence a été cherché.' },
    { en: 'Shop finder', fr: 'Recherche de magasins' },
    { en: 'The shops are shown.', fr: 'Les magasins s’affichent.' },
  ),
  customize_product: event(
    { en: 'An article was made to measure or configured.', fr: 'Un article a été personnalisé.' },
    { en: 'Configurator', fr: 'Configurateur' },
    { en: 'The configuration is kept.', fr: 'La configuration est enregistrée.' },
  ),
  download: event(
    { en: 'A file was fetched.', fr: 'Un fichier a été téléchargé.' },
    { en: 'Page with the file', fr: 'Page du fichier' },
    { en: 'The download begins.', fr: 'Le téléchargement commence.' },
  ),
}

function event(definition: Words, page: Words, trigger: Words, unique = 'event_id'): Described {
  return { definition, page, trigger, unique }
}

export const STANDARD_EVENT_GROUPS: Readonly<Record<string, EventGroupFile>> = {
  browsing: {
    note: { en: 'Looking around and filling the basket.', fr: 'Visite et mise au panier.' },
    events: [
      'page_view',
      'view_item',
      'view_item_list',
      'search',
      'add_to_cart',
      'add_to_wishlist',
      'begin_checkout',
      'add_payment_info',
      'find_location',
      'customize_product',
      'download',
    ],
  },
  commitments: {
    note: {
      en: 'The person gave us their details of their own accord: a purchase, a request, a subscription.',
      fr: 'La personne nous a remis ses coordonnées d’elle-même : achat, demande, abonnement.',
    },
    events: [
      'purchase',
      'generate_lead',
      'sign_up',
      'subscribe',
      'start_trial',
      'contact',
      'schedule',
      'submit_application',
    ],
  },
}
