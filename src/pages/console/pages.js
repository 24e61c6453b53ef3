/** Every page of the console: its address, who it is for (the gateway refuses everybody else by itself), and what draws it. */
import * as diagnostics from '../diagnostics/page.js'
import * as reconciliation from '../reconciliation/page.js'

const ALL = ['marketing', 'legal', 'finance', 'developer', 'operator']
const RESULTS = ['marketing', 'legal', 'finance', 'operator']

export const PAGES = [
  { id: 'diagnostics', group: 'gateway', roles: ['marketing', 'developer', 'operator'], part: diagnostics },
  { id: 'reconciliation', group: 'gateway', roles: ['finance', 'operator'], part: reconciliation },
]
