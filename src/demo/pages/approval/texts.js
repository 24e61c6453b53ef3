/** What is said of a policy that production would not start with, by what /healthz calls it. */
export const APPROVAL_TEXTS = {
  fr: {
    not_approved: 'Cette politique n’est pas approuvée : elle ne démarre pas en production (docs/approval.fr.md).',
    expired:
      'Le dernier jour de validité de cette politique est passé : elle ne démarre pas en production (docs/approval.fr.md).',
  },
  en: {
    not_approved: 'This policy has not been approved: it does not start in production (docs/approval.md).',
    expired: 'The last day on which this policy held has passed: it does not start in production (docs/approval.md).',
  },
}
