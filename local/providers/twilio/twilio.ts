import { z } from "zod";
import { hasBasicCredentials } from "@/local/providers/given-key";
import type { StandIn } from "@/local/providers/stand-in";
import { sid, TWILIO_ACCOUNT } from "@/local/providers/twilio/account";
import { lookupRoutes } from "@/local/providers/twilio/lookups";
import { messageBook } from "@/local/providers/twilio/message-book";
import { messageRoutes, receiveText } from "@/local/providers/twilio/messages";
import { numberBook, numberRoutes } from "@/local/providers/twilio/numbers";
import { refusal, toldFailure } from "@/local/providers/twilio/refusals";
import { twilioSigner } from "@/local/providers/twilio/sign";

const unpromptedText = z.object({ from: z.string(), to: z.string(), text: z.string() });

/** Twilio with one account: messages, numbers and look-ups; the two services share one address. */
export const twilioStandIn: StandIn = {
  name: "twilio",
  prefix: "/twilio",
  env: (baseUrl) => ({
    TWILIO_BASE_URL: baseUrl,
    TWILIO_LOOKUPS_BASE_URL: baseUrl,
    TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT.accountSid,
    TWILIO_AUTH_TOKEN: TWILIO_ACCOUNT.authToken,
  }),
  play({ records, callbacks, recipients, seed, now, appUrl }) {
    const book = messageBook(records, now);
    const numbers = numberBook(records, { seed, now, smsUrl: `${appUrl}/api/webhooks/twilio` });
    const messages = { book, numbers, callbacks, recipients, seed, now };
    callbacks.signWith("twilio", twilioSigner(TWILIO_ACCOUNT.authToken));
    return {
      routes: { ...messageRoutes(messages), ...numberRoutes(numbers), ...lookupRoutes(seed) },
      authenticate: (call) => (hasBasicCredentials(call, TWILIO_ACCOUNT.accountSid, TWILIO_ACCOUNT.authToken) ? undefined : refusal(20003)),
      failure: toldFailure,
      control: {
        /** Somebody writes to one of our numbers by themselves. */
        async "POST /inbound"({ body }) {
          const { from, to, text } = unpromptedText.parse(body);
          const id = sid("SM", seed, "unprompted", from, to, await book.countBetween(from, to), text);
          await receiveText(messages, { from, to, text, at: now(), sid: id });
          return { answer: { status: 201, json: { sid: id } } };
        },
      },
    };
  },
};
