import { expect, test } from "vitest";
import { interpretSmtpError } from "@/lib/integrations/smtp/hand-over";

const said = (code: string, command: string, response: string) => ({
  code,
  command,
  response,
  responseCode: Number.parseInt(response, 10),
  message: `Failed: ${response}`,
});

test.each([
  ["no such user", said("EENVELOPE", "RCPT TO", "550 5.1.1 user unknown"), { isPermanent: true, code: 550, enhancedCode: "5.1.1" }],
  ["three digits", said("EENVELOPE", "RCPT TO", "550 5.1.10 not found"), { isPermanent: true, code: 550, enhancedCode: "5.1.10" }],
  ["no enhanced code", said("EENVELOPE", "RCPT TO", "550 go away"), { isPermanent: true, code: 550, enhancedCode: null }],
  ["mailbox full", said("EENVELOPE", "RCPT TO", "452 4.2.2 full"), { isPermanent: false, code: 452, enhancedCode: "4.2.2" }],
  ["greylisted", said("EENVELOPE", "RCPT TO", "451 4.7.1 later"), { isPermanent: false, code: 451, enhancedCode: "4.7.1" }],
  ["content refused", said("EMESSAGE", "DATA", "554 5.6.0 no"), { isPermanent: true, code: 554, enhancedCode: "5.6.0" }],
  ["closing", said("ECONNECTION", "CONN", "421 4.3.2 closing"), { isPermanent: false, code: 421, enhancedCode: "4.3.2" }],
  ["wrong password", said("EAUTH", "AUTH PLAIN", "535 5.7.8 bad"), { isPermanent: false, code: 535, enhancedCode: "5.7.8" }],
  ["our greeting refused", said("EPROTOCOL", "CONN", "554 no"), { isPermanent: false, code: 554, enhancedCode: null }],
  ["our sender unknown", said("EENVELOPE", "MAIL FROM", "550 5.1.8 bad sender"), { isPermanent: false, code: 550, enhancedCode: "5.1.8" }],
  ["our sender blocked", said("EENVELOPE", "MAIL FROM", "550 5.7.1 no"), { isPermanent: true, code: 550, enhancedCode: "5.7.1" }],
  ["no such host", { code: "EDNS", command: "CONN", message: "getaddrinfo" }, { isPermanent: false, code: null }],
  [
    "refused connection",
    { code: "ESOCKET", originalCode: "ECONNREFUSED", command: "CONN", message: "x" },
    { isPermanent: false, code: null },
  ],
  [
    "no greeting",
    { code: "ETIMEDOUT", timeoutType: "GREETING_TIMEOUT", command: "CONN", message: "x" },
    { isPermanent: false, code: null },
  ],
  [
    "no connection",
    { code: "ETIMEDOUT", timeoutType: "CONNECT_TIMEOUT", command: "CONN", message: "x" },
    { isPermanent: false, code: null },
  ],
  ["no TLS", { code: "ETLS", command: "STARTTLS", message: "x" }, { isPermanent: false, code: null }],
  ["no password", { code: "EAUTH", command: "API", message: "x" }, { isPermanent: false, code: null }],
  ["an address of ours that is none", { code: "EENVELOPE", command: "API", message: "x" }, { isPermanent: false, code: null }],
  ["held back by the pool", { code: "ECONNECTION", message: "x" }, { isPermanent: false, code: null }],
])("%s: certainly not delivered", (_what, error, expected) => {
  expect(interpretSmtpError(error)).toMatchObject({ outcome: "refused", ...expected });
});

test.each([
  ["silence", { code: "ETIMEDOUT", timeoutType: "SOCKET_TIMEOUT", command: "CONN", message: "Timeout" }],
  ["a cut connection", { code: "ECONNECTION", command: "CONN", message: "Connection closed unexpectedly" }],
  ["a reset connection", { code: "ESOCKET", originalCode: "ECONNRESET", command: "CONN", message: "read ECONNRESET" }],
  ["a message that could not be read to its end", { code: "ESTREAM", command: "API", message: "x" }],
  ["anything else", new Error("boom")],
  ["nothing at all", {}],
])("%s in the middle of a session: nobody knows", (_what, error) => {
  expect(interpretSmtpError(error)).toMatchObject({ outcome: "unknown" });
});
