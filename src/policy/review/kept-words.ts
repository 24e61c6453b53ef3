/** What the gateway itself keeps, and for how long, as docs/storage-schema.md has it. */
import type { Words } from '../document.ts'
import { days, type Language } from './language.ts'

export const RECEIPT_WORDS: Words = {
  en: 'what was decided and sent: the event’s id as the site made it, or its keyed hash where it holds personal data, its name and time, names of the fields sent, the state of consent, and keyed hashes of the person and of the order; no other value of the person',
  fr: 'ce qui a été décidé et transmis : l’identifiant de l’événement tel que le site l’a formé, ou son hachage à clé s’il contient une donnée personnelle, son nom et son heure, les noms des champs transmis, l’état du consentement, et des hachages à clé de la personne et de la commande ; aucune autre valeur de la personne',
}

export const PROOF_WORDS: Words = {
  en: 'what was answered, when, by which tool, country and region of the browser, under keyed hashes of the person, visitor, basket or order',
  fr: 'ce qui a été répondu, quand, avec quel outil, pays et région du navigateur, sous des hachages à clé de la personne, du visiteur, du panier ou de la commande',
}

/** src/pipeline/dedupe.ts */
const ORDER_DAYS = 90
const EVENT_DAYS = 30

export const DEDUPE_WORDS: Words = {
  en: `keyed hashes by which a copy of an event is known: ${days('en', ORDER_DAYS)} from the event where its order or request number makes it unique, else ${days('en', EVENT_DAYS)}`,
  fr: `hachages à clé qui font reconnaître la copie d’un événement : ${days('fr', ORDER_DAYS)} à compter de l’événement si le numéro de commande ou de demande le rend unique, sinon ${days('fr', EVENT_DAYS)}`,
}

/** Minutes above 0. */
export function heldWords(language: Language, minutes: number): string {
  return language === 'fr'
    ? `commandes d’un serveur qui attendent la réponse de l’acheteur : entières, chiffrées, ${minutes} min au plus`
    : `orders of a server that wait for the buyer’s answer: whole, encrypted, ${minutes} min at most`
}

/** In words, for a sentence on what counts once. */
export const COUNTS_ONCE: Words = {
  en: `within ${days('en', ORDER_DAYS)} where an order or request number does, else ${days('en', EVENT_DAYS)}`,
  fr: `pendant ${days('fr', ORDER_DAYS)} si c’est un numéro de commande ou de demande, sinon ${days('fr', EVENT_DAYS)}`,
}

/** src/event/ledger-order.ts */
export const LEDGER_WORDS: Words = {
  en: 'the order’s number and its other names (as keyed hashes), when it was sold, paid, changed and cancelled, its state and channel, its amounts and refunds, the region or country it was sent to, whether it is the buyer’s first, and a promo code where the policy lists it; no name, no address, no product',
  fr: 'le numéro de la commande et ses autres noms (sous forme de hachages à clé), les dates de vente, de paiement, de modification et d’annulation, son état et son canal, ses montants et ses remboursements, la région ou le pays de livraison, si c’est la première de l’acheteur, et le code promo si la politique le nomme ; ni nom, ni adresse, ni produit',
}

/** src/offsite/facts.ts */
export const JOURNEY_WORDS: Words = {
  en: 'under a keyed hash of the visitor’s id: what brought each visit (source, kind, and the ids or names of campaign, ad group and ad), the page it began on, whether on a phone, the steps towards an order, and which orders came of it; no click id, no IP address, no name, no address of a page but its path',
  fr: 'sous un hachage à clé de l’identifiant du visiteur : ce qui a amené chaque visite (source, genre, identifiants ou noms de la campagne, du groupe d’annonces et de l’annonce), la page où elle commence, si c’est sur téléphone, les étapes vers une commande, et les commandes qui ont suivi ; aucun identifiant de clic, aucune adresse IP, aucun nom, d’une page rien que son chemin',
}

/** src/outbox/parked-book.ts */
export const PARKED_DAYS = 30

/** They hold what their sender wrote of the buyer. */
export const PARKED_WORDS: Words = {
  en: `reports of shops that could not be used: whole, encrypted, ${days('en', PARKED_DAYS)} at most`,
  fr: `annonces de boutiques qui n’ont pu servir : entières, chiffrées, ${days('fr', PARKED_DAYS)} au plus`,
}

/** Seconds above 0. */
export function settlingWords(language: Language, seconds: number): string {
  return language === 'fr'
    ? `ventes qui attendent leurs autres copies : entières, chiffrées, ${seconds} s au plus`
    : `sales that wait for their other copies: whole, encrypted, ${seconds} s at most`
}
