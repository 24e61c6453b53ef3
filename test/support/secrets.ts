/** What production asks for before it starts. They guard nothing: everybody can read them here. */
export const SECRETS = {
  TIDEGATE_TOKEN_SECRET: 'a-token-secret-for-the-end-to-end-tests',
  TIDEGATE_PERSON_KEY_SECRET: 'a-person-key-secret-for-the-end-to-end-tests',
  // The key of RFC 8037, appendix A.
  TIDEGATE_RECEIPT_KEY:
    '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}',
}
