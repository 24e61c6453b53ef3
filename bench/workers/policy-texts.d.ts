/** The policies that bench/policy.ts bundles, each as its JSON text. */
declare module '#few' {
  const text: string
  export default text
}
declare module '#many' {
  const text: string
  export default text
}
