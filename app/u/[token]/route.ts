import { unsubscribeLink } from "@/lib/http/unsubscribe-link";

type Context = { params: Promise<{ token: string }> };

/** The unsubscribe link of every message: GET shows one button, POST unsubscribes (RFC 8058, AU-12 to AU-14). */
async function answer(request: Request, { params }: Context): Promise<Response> {
  return unsubscribeLink(request, (await params).token);
}

export { answer as GET, answer as HEAD, answer as OPTIONS, answer as POST };
