declare global {
  /** Read by the scroll lock of the dialogs, which adds a style element of its own. */
  var __webpack_nonce__: string | undefined;
}

/**
 * Remembers the nonce of the policy this document was loaded with. Later renders bring nonces of their own,
 * which the browser would refuse, so only the first counts. Does nothing on the server.
 */
export function rememberDocumentNonce(nonce: string): void {
  if (typeof window !== "undefined") globalThis.__webpack_nonce__ ??= nonce;
}

/** Nonce for a style element made in the browser; undefined on the server. */
export function documentNonce(): string | undefined {
  return globalThis.__webpack_nonce__;
}
