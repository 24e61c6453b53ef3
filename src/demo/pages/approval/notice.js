/** Every page of the demo says when production would not start with the policy that the gateway runs. */
import { el } from '../dom.js'
import { translator } from '../language.js'
import { APPROVAL_TEXTS } from './texts.js'

const TIMEOUT_MS = 8000
const FINE = ['approved', 'narrowed']
const t = translator(APPROVAL_TEXTS)

/** Stands empty in the page, and is filled later: only what changes in a live region is read out. */
const notice = el('p', { class: 'demo-notice approval', role: 'status' })

export function approvalNotice() {
  return notice
}

/** `status` as the gateway gives it; empty where it did not answer: then there is nothing to say. */
export function showApproval(status) {
  const text = status === '' || FINE.includes(status) ? '' : t(status === 'expired' ? 'expired' : 'not_approved')
  if (notice.textContent !== text) notice.textContent = text
}

export async function askApproval() {
  try {
    const response = await fetch('/api/approval', { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.ok) showApproval((await response.json()).policy_approval)
  } catch {
    // The page says elsewhere that the gateway does not answer.
  }
}
