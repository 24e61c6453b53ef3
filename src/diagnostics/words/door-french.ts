/** Of requests that were turned away, or set aside, at the door, in French. */
import type { Words } from './words.ts'

export const DOOR_FRENCH: Words['findings'] = {
  'origin_not_allowed.own': [
    'Les pages de {origin} sont refoulées (403) : la politique ne liste pas cette origine',
    'Tous leurs événements sont perdus. Si ces pages sont les vôtres, faites ajouter {origin} à « origins » dans la politique, et approuver.',
  ],
  'origin_not_allowed.other': [
    'Des pages d’origines que la politique ne liste pas sont refoulées (403)',
    'Origines : {origins}. Si l’une est la vôtre, faites-la ajouter à « origins » dans la politique, et approuver : ses événements sont perdus. Les copies de vos pages et les services de traduction ont aussi d’autres origines, et peuvent rester dehors.',
  ],
  'origin_not_allowed.opaque': [
    'Des pages sans adresse sont refoulées (403)',
    'Ce sont des fichiers, des cadres isolés (sandbox) ou des pages dans une application. Si c’est votre application, faites envoyer ses événements par votre serveur à POST /v1/events.',
  ],
  'origin_not_allowed.none': [
    'Des requêtes qui ne viennent d’aucune page sont refoulées à POST /e (403)',
    'Un navigateur dit de quelle page vient l’événement. Un serveur doit envoyer à POST /v1/events, avec le jeton du site. Les programmes qui essaient toutes les adresses ont la même apparence.',
  ],
  token_refused: [
    'Des requêtes de serveurs sont refoulées (401) : le jeton manque, est faux ou a expiré',
    'Tous leurs événements sont perdus. Faites-en faire un nouveau (tidegate token --site …), à envoyer ainsi : « Authorization: Bearer … ». On ne peut savoir de quel site elles venaient : chaque site les voit.',
  ],
  body_unreadable: [
    'Des requêtes ({caller}) sont refusées (400) : {reason}',
    'Tous les événements qu’elles contiennent sont perdus. Donnez cette phrase au développeur : il s’agit de la façon dont la requête est formée, avant que ses événements ne soient regardés.',
  ],
  body_too_large: [
    'Des requêtes ({caller}) sont refusées (413) : plus de 1 Mio',
    'Tous les événements qu’elles contiennent sont perdus. Faites envoyer moins d’événements à la fois.',
  ],
  content_type_refused: [
    'Des requêtes ({caller}) sont refusées (415) : leur type de contenu n’est pas accepté',
    'Tous les événements qu’elles contiennent sont perdus. Un serveur doit envoyer « Content-Type: application/json » ; une page peut aussi envoyer « text/plain ».',
  ],
  source_refused: [
    'Des requêtes d’une boutique ou d’un autre outil sont refoulées : {reason}',
    'Toutes leurs commandes et tous leurs événements sont perdus tant que ce n’est pas réparé, et certaines boutiques cessent alors d’envoyer pour de bon. Faites comparer le secret ou la clé des deux côtés : la politique le nomme sous « sources ». Après un changement, l’ancien et le nouveau peuvent y figurer un temps.',
  ],
  request_parked: [
    'Des requêtes d’une boutique sont authentiques mais inutilisables : elles sont gardées, chiffrées, trente jours',
    'Rien n’en a été envoyé. « tidegate parked list » dit ce qui manque à chacune ; une fois réparé, « tidegate parked redrive » les relit.',
  ],
  shop_api_refused: [
    'L’API de {kind} n’accepte pas nos identifiants : ce qu’aucun webhook n’a apporté n’est pas retrouvé',
    'Faites créer un nouveau jeton ou une nouvelle clé dans la boutique et mettez-le dans le secret que la politique nomme « api_token » ou « api_key » sous « sources » ; le passage suivant rapporte alors les trois derniers jours, et « tidegate orders sweep --since … » ce qui est plus ancien. Les jetons de TikTok Shop valent environ sept jours : quelque chose doit les renouveler.',
  ],
  shop_demand: [
    'La boutique a transmis une demande à laquelle une personne doit répondre : {reason}',
    '« tidegate parked list » la montre. Une demande d’accès doit recevoir une réponse sous un mois ; « tidegate receipts export --person … » liste ce qui est gardé d’une personne.',
  ],
  gateway_busy: [
    'Des requêtes ({caller}) n’ont pas pu être prises (500 ou 503)',
    'Un serveur qui renvoie la même chose ne perd rien ; une page n’envoie pas deux fois. S’il y en a beaucoup, faites vérifier la passerelle par l’exploitant.',
  ],
  write_key_refused: [
    'Des pages sont refoulées (403) : elles ne nomment pas de clé d’écriture, ou une fausse',
    'Tous leurs événements sont perdus. La politique liste des clés sous « write_keys » : faites-en mettre une dans la balise (data-key="…"). Si les pages ne doivent pas en avoir besoin, faites vider la liste, et approuver.',
  ],
  network_limited: [
    'Des requêtes d’un même réseau de visiteurs arrivent plus vite qu’il n’est permis, et sont priées de revenir (429)',
    'La balise renvoie plus tard : peu de chose est perdu. C’est un programme qui envoie beaucoup, ou une très grande entreprise ou un opérateur derrière peu d’adresses : faites alors augmenter TIDEGATE_BROWSER_RATE par l’exploitant.',
  ],
  'automated_visits.bot': [
    'Des robots et des programmes exécutent la balise des pages : leurs événements ne sont pas comptés',
    'C’est normal : personne ne regardait. S’il y en a énormément, demandez ce qui visite le site si souvent.',
  ],
  'automated_visits.prefetch': [
    'Des navigateurs chargent des pages d’avance : leurs événements ne sont pas comptés',
    'C’est normal : la visite est comptée quand la page est ouverte. S’il manque des visites, vérifiez que la balise des pages est bien celle de Tidegate, qui attend ce moment.',
  ],
}
