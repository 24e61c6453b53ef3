/** `#review`: the review of the policy in this build as HTML (policy/review/), by language; dist/review.json, written by scripts/build.ts. */
declare const review: ArrayBuffer | { readonly en?: string; readonly fr?: string }
export default review
