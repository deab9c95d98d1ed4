import { expect, test } from "vitest";
import { NONCE_BYTES, open, seal } from "@/lib/engines/secrets/sealed-text";

const KEY = Buffer.alloc(32, 7).toString("base64");
const NONCE = Buffer.alloc(NONCE_BYTES, 1);
const SEALED = "AQEBAQEBAQEBAQEBz7MtdY0F5tkHrRjxjXOq6gGJ+tLz4I88h76/TCYH";

test("the stored form is nonce, tag and ciphertext: what rows hold is written and read alike", () => {
  expect(seal("whsec_c2VjcmV0", { key: KEY, nonce: NONCE, associatedData: "webhook:client:hook" })).toBe(SEALED);
  expect(open(SEALED, { key: KEY, associatedData: "webhook:client:hook" })).toBe("whsec_c2VjcmV0");
});

test.each([
  ["for somebody else", SEALED, { key: KEY, associatedData: "webhook:other:hook" }],
  ["with another key", SEALED, { key: Buffer.alloc(32, 8).toString("base64"), associatedData: "webhook:client:hook" }],
  ["and changed", `${SEALED.slice(0, -4)}AAA=`, { key: KEY, associatedData: "webhook:client:hook" }],
  ["and cut short", SEALED.slice(0, 20), { key: KEY, associatedData: "webhook:client:hook" }],
  ["by nobody", "", { key: KEY, associatedData: "webhook:client:hook" }],
])("a text sealed %s does not open", (_, sealed, seal) => {
  expect(() => open(sealed, seal)).toThrow();
});
