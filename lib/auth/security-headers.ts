import "server-only";

type PolicyInput = {
  /** Fresh random text for this one response. */
  nonce: string;
  supabaseUrl: string;
  isDevelopment: boolean;
};

/** Hash of the one style element that the toast library (sonner) adds by itself and cannot be given a nonce for. */
export const TOAST_STYLE_HASH = "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=";
/** It inserts the element empty first. */
const EMPTY_STYLE_HASH = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/**
 * Content-Security-Policy of a page (SE-51): scripts and style elements only with this response's nonce.
 * Style *attributes* are allowed: the component library renders them on the server, and they cannot run anything.
 */
export function contentSecurityPolicy({ nonce, supabaseUrl, isDevelopment }: PolicyInput): string {
  const supabase = new URL(supabaseUrl);
  const realtime = `${supabase.protocol === "https:" ? "wss" : "ws"}://${supabase.host}`;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}' '${EMPTY_STYLE_HASH}' '${TOAST_STYLE_HASH}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${supabase.origin} ${realtime}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
