/** Who a person at the console is. A token without a role is the site's server: it may ask everything, and post events. */
export const ROLES = ['marketing', 'legal', 'finance', 'developer', 'operator'] as const
export type Role = (typeof ROLES)[number]

export function isRole(text: unknown): text is Role {
  return (ROLES as readonly unknown[]).includes(text)
}
