import { createHmac } from "node:crypto";
import type { SignCallback } from "@/local/providers/callbacks";

/** Signs form posts as Twilio does: the address, then every field sorted by name, with the account's auth token. */
export function twilioSigner(authToken: string): SignCallback {
  return ({ url, body }) => {
    const fields = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
    const signed = url + fields.map(([name, value]) => name + value).join("");
    return { "x-twilio-signature": createHmac("sha1", authToken).update(signed, "utf8").digest("base64"), "user-agent": "TwilioProxy/1.1" };
  };
}
