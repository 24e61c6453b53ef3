/** Every page of the console: its address, who it is for (the gateway refuses everybody else by itself), and what draws it, loaded when it is opened. */

const ALL = ['marketing', 'legal', 'finance', 'developer', 'operator']

export const PAGES = [
  { id: 'business', group: 'results', roles: ALL, part: () => import('../analysis/business.js') },
  { id: 'learning', group: 'results', roles: ALL, part: () => import('../analysis/learning.js') },
  { id: 'lift', group: 'results', roles: ALL, part: () => import('../own/lift.js') },
  { id: 'links', group: 'results', roles: ['marketing', 'finance', 'operator'], part: () => import('../own/links.js') },
  {
    id: 'imports',
    group: 'results',
    roles: ['marketing', 'finance', 'operator'],
    part: () => import('../own/imports.js'),
  },
  { id: 'live', group: 'gateway', roles: ['developer', 'operator'], part: () => import('../own/live.js') },
  {
    id: 'diagnostics',
    group: 'gateway',
    roles: ['marketing', 'developer', 'operator'],
    part: () => import('../diagnostics/page.js'),
  },
  { id: 'policy', group: 'gateway', roles: ALL, part: () => import('../own/policy.js') },
  { id: 'dead-letters', group: 'gateway', roles: ['operator'], part: () => import('../own/dead-letters.js') },
  {
    id: 'reconciliation',
    group: 'gateway',
    roles: ['finance', 'operator'],
    part: () => import('../reconciliation/page.js'),
  },
]
