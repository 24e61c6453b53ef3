/** `#openapi` is the document of `GET /v1/openapi.json`, made by scripts/build.ts from src/event/openapi.ts. */
declare const openApi: ArrayBuffer | { readonly json: string }
export default openApi
