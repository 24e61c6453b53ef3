/** Sentences under a table; `{all}` is the figure of that name. */
import type { Words } from './language.ts'

export const NOTES = {
  en: {
    measured_of:
      'Of {all} orders, {followed} can be followed, {no_consent} have no consent and {declared} are declared. Credits divide those that can be followed, and no others.',
    model: 'Rule of sharing: {model}.',
    too_few_to_say: 'Too few visitors to say anything: {all} orders in all.',
    orders_without_value: '{orders} orders without a value in this currency.',
    small_folded: 'Rows of fewer than 10 visitors are put together.',
    grows_until_window_is_over: 'Recent days can still grow, until {hours} hours after the visit.',
    hold_within_a_band_of_length: 'How long people stay depends on the length: compare videos of about the same.',
    rank_leans_to_the_campaign: 'The rank pulls small numbers towards the mean of their campaign.',
    no_money_on_cards: 'No money here: a card is to learn from.',
    from_first_touch: 'Time begins at the first touch.',
    from_last_touch: 'Time begins at the last touch.',
    window_days: 'Window of {days} days.',
    journeys_stand_with_each_source: 'A visitor who came by two sources is in both rows.',
    journeys_stand_with_each_creative: 'A visitor who came by two creatives is in both rows.',
    log_rank: 'Log-rank test between sources: p = {p}.',
    can_still_go_on: 'At least {journeys} visitors can still go on.',
    live_is_before_after_with_placebos: 'A before/after, compared with hours without a Live: this is not a test.',
    lift_of_a_live_is_not_credited_to_orders: 'This difference is credited to no order in particular.',
    hours_not_measured: 'Counts by the hour are missing.',
    visits_by_hour_are_consented:
      'Orders are those of everybody; visits, product pages and baskets those of consenting visitors only.',
    until_the_next_session: 'What happened until the next visit.',
    sessions_not_measured: 'Visits are not counted page by page.',
    pages_left_out: '{pages} more pages, with fewer visits.',
    curves_left_out: 'Curves are drawn for the 50 with the most journeys; {curves} more are in the table only.',
    cohort_by_first_creative_and_week: 'By the role of the first creative seen, and by week.',
    sequence_is_a_description: 'A description: nobody was drawn by lot.',
    bootstrap: 'Intervals of the ROAS: orders drawn again {draws} times, seed {seed}.',
    bootstrap_limit:
      'Intervals of the ROAS: so many orders that drawing them again was not needed; its limit was worked out instead.',
    no_interval_of_all_paths: 'No interval for the ROAS: this rule shares all paths at once.',
    cost_lines_missing: 'The margin is not said: the costs {lines} are missing.',
    spend_by_all_credits:
      'CPA, nCPA and ROAS of a source: its spend beside all its credits, also those of its posts, creators and Lives, which cost nothing here. The credits in detail show the ads’ own.',
    margin_without_tax:
      'Margin and POAS: without tax, of {orders} orders. The break-even ROAS is in the value of the frame, as the ROAS is: one can be held against the other.',
    margin_tax_unknown: '{orders} orders are not in the margin: the back office does not say their tax.',
    spend_in_other_currency: '{rows} imported rows are in another currency: neither converted nor added.',
    no_lift_measured: 'No test has measured a lift in this span: iCPA and iROAS are not said.',
    incremental_of_regions:
      'iCPA and iROAS: of the test {test}, {treated} of {regions} regions in {days} days; interval at {level}%.',
    incremental_of_days: 'iCPA and iROAS: of the test {test}, {days} days on and off; interval at {level}%.',
    incremental_of_people: 'iCPA and iROAS: of the test {test}, which compares people; interval at {level}%.',
    n_is_days: 'n: days of the test.',
    orders_need_filter:
      'Say the orders of which credit: filter=source=tiktok, filter=source=tiktok&kind=live, or filter=fate=no_touch for those that no visit leads to. All orders by day are in credit_by_day.',
    more_rows:
      '{rows} more rows are not shown ({most} are the most): ask for a narrower span, or for all of them as CSV (format=csv).',
    claims_exceed_orders: '{source} alone claims {claimed} orders; the shop had {orders} in all.',
    claims_not_added:
      'Claims are not added up: two platforms, or two windows, may claim the same order. Each stands in its own row.',
    history_restated: 'The history has changed since the plan: old orders were corrected.',
    pairs: '{pairs} pairs of blocks, {vectors} possible draws.',
    ratio_holds: 'The groups have the sizes that were planned (p = {p}).',
    placebos: 'Compared with {placebos} placebo assignments.',
    fit_poor: 'The counterfactual follows the history poorly: its error is {times}.',
    assignments: '{assignments} possible assignments, all of them tried.',
    regions_ignored: '{regions} regions that are not in the plan are left aside.',
    before_after: 'Before/after: not an experiment.',
    placebo_windows: 'Compared with {windows} past windows of the same length.',
    days_alike: 'Days resemble the day before (Durbin–Watson {durbin_watson}); the interval allows for it.',
    points: 'A difference of {difference} (as a share), between {low} and {high}.',
    plans_of_same_days:
      '{plans} plans of this design were registered for the days of {test}, this one included; {unread} of the others have no reading.',
    tests_overlap: 'The tests {one} and {other} ran in the same days: each is in the other’s figures.',
    regions_too_few:
      '{regions} regions are not said: they have fewer than {fewest} orders, or would give one away that has.',
  },
  fr: {
    measured_of:
      'Parmi {all} commandes, {followed} sont traçables, {no_consent} sont sans consentement et {declared} sont déclarées. Les crédits ne portent que sur les traçables.',
    model: 'Règle de partage : {model}.',
    too_few_to_say: 'Trop peu de visiteurs pour dire quoi que ce soit : {all} commandes en tout.',
    orders_without_value: '{orders} commandes sans valeur dans cette monnaie.',
    small_folded: 'Les lignes de moins de 10 visiteurs sont réunies.',
    grows_until_window_is_over: 'Les jours récents peuvent encore monter, jusqu’à {hours} heures après la visite.',
    hold_within_a_band_of_length: 'La rétention dépend de la durée : comparez des vidéos de longueur proche.',
    rank_leans_to_the_campaign: 'Le rang tire les petits nombres vers la moyenne de leur campagne.',
    no_money_on_cards: 'Pas d’argent ici : une carte sert à apprendre.',
    from_first_touch: 'Le temps part du premier contact.',
    from_last_touch: 'Le temps part du dernier contact.',
    window_days: 'Fenêtre de {days} jours.',
    journeys_stand_with_each_source: 'Un visiteur venu par deux sources est dans les deux lignes.',
    journeys_stand_with_each_creative: 'Un visiteur venu par deux créations est dans les deux lignes.',
    log_rank: 'Test du log-rank entre sources : p = {p}.',
    can_still_go_on: 'Au moins {journeys} visiteurs peuvent encore avancer.',
    live_is_before_after_with_placebos: 'Avant/après, comparé à des heures sans Live : ce n’est pas un test.',
    lift_of_a_live_is_not_credited_to_orders: 'Cet écart n’est attribué à aucune commande en particulier.',
    hours_not_measured: 'Les comptes par heure manquent.',
    visits_by_hour_are_consented:
      'Les commandes sont celles de tout le monde ; les visites, pages produit et paniers, ceux des seuls visiteurs qui ont consenti.',
    until_the_next_session: 'Ce qui s’est passé jusqu’à la visite suivante.',
    sessions_not_measured: 'Les visites ne sont pas comptées page par page.',
    pages_left_out: '{pages} pages de plus, avec moins de visites.',
    curves_left_out:
      'Seules les 50 courbes aux parcours les plus nombreux sont tracées ; {curves} de plus ne sont que dans le tableau.',
    cohort_by_first_creative_and_week: 'Par rôle de la première création vue et par semaine.',
    sequence_is_a_description: 'Une description : les personnes ne sont pas tirées au sort.',
    bootstrap: 'Intervalles du ROAS : {draws} rééchantillonnages des commandes, graine {seed}.',
    bootstrap_limit:
      'Intervalles du ROAS : les commandes sont si nombreuses qu’il n’a pas fallu les rééchantillonner ; la limite a été calculée.',
    no_interval_of_all_paths: 'Pas d’intervalle pour le ROAS : cette règle partage tous les chemins à la fois.',
    cost_lines_missing: 'La marge n’est pas dite : il manque les coûts {lines}.',
    spend_by_all_credits:
      'CPA, nCPA et ROAS d’une source : ses dépenses face à tous ses crédits, aussi ceux de ses publications, créateurs et Lives, qui ne coûtent rien ici. Les crédits dans le détail montrent ceux des publicités seules.',
    margin_without_tax:
      'Marge et POAS : hors taxes, sur {orders} commandes. Le ROAS d’équilibre est dans la valeur du cadre, comme le ROAS : l’un se compare à l’autre.',
    margin_tax_unknown: '{orders} commandes ne sont pas dans la marge : le back-office ne dit pas leur taxe.',
    spend_in_other_currency:
      '{rows} lignes importées sont dans une autre devise : elles ne sont ni converties, ni additionnées.',
    no_lift_measured: 'Aucun effet n’a été mesuré par un test dans cette période : iCPA et iROAS ne sont pas dits.',
    incremental_of_regions:
      'iCPA et iROAS : du test {test}, {treated} régions sur {regions}, {days} jours ; intervalle à {level} %.',
    incremental_of_days: 'iCPA et iROAS : du test {test}, {days} jours allumés et éteints ; intervalle à {level} %.',
    incremental_of_people: 'iCPA et iROAS : du test {test}, qui compare des personnes ; intervalle à {level} %.',
    n_is_days: 'n : jours du test.',
    orders_need_filter:
      'Dites de quel crédit vous voulez les commandes : filter=source=tiktok, filter=source=tiktok&kind=live, ou filter=fate=no_touch pour celles auxquelles aucune visite ne mène. Toutes les commandes par jour sont dans credit_by_day.',
    more_rows:
      '{rows} lignes de plus ne sont pas montrées ({most} au plus) : demandez une période plus courte, ou toutes les lignes en CSV (format=csv).',
    claims_exceed_orders:
      '{source} revendique à elle seule {claimed} commandes ; la boutique en a eu {orders} en tout.',
    claims_not_added:
      'Les revendications ne sont pas additionnées : deux plateformes, ou deux fenêtres, peuvent revendiquer la même commande. Chacune est dans sa ligne.',
    history_restated: 'L’historique a changé depuis le plan : des commandes anciennes ont été corrigées.',
    pairs: '{pairs} paires de blocs, {vectors} tirages possibles.',
    ratio_holds: 'Les groupes ont les tailles prévues (p = {p}).',
    placebos: 'Comparé à {placebos} affectations placebo.',
    fit_poor: 'Le contrefactuel suit mal l’historique : son erreur est de {times}.',
    assignments: '{assignments} affectations possibles, toutes essayées.',
    regions_ignored: '{regions} régions absentes du plan sont laissées de côté.',
    before_after: 'Avant/après : ce n’est pas une expérience.',
    placebo_windows: 'Comparé à {windows} fenêtres passées de même longueur.',
    days_alike:
      'Les jours se ressemblent d’un jour à l’autre (Durbin–Watson {durbin_watson}) ; l’intervalle en tient compte.',
    points: 'Un écart de {difference} (en part), entre {low} et {high}.',
    plans_of_same_days:
      '{plans} plans de ce type ont été enregistrés pour les jours de {test}, celui-ci compris ; {unread} des autres n’ont pas de lecture.',
    tests_overlap: 'Les tests {one} et {other} ont eu lieu les mêmes jours : chacun pèse dans les chiffres de l’autre.',
    regions_too_few:
      '{regions} régions ne sont pas dites : elles ont moins de {fewest} commandes, ou en trahiraient une qui en a moins.',
  },
} as const satisfies Words
