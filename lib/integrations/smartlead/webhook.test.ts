import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { smartleadExternalId, verifySmartlead } from "@/lib/integrations/smartlead/webhook";

describe("Smartlead: who may knock", () => {
  const url = new URL("../../../../shared/contracts/samples/signatures/vectors.json", import.meta.url);
  type Vector = { secret: string; raw_body: string; headers: Record<string, string> };
  const vector = existsSync(url) ? (JSON.parse(readFileSync(url, "utf8")) as { smartlead: Vector }).smartlead : undefined;
  const knock = (change: Partial<Parameters<typeof verifySmartlead>[0]> = {}) =>
    verifySmartlead({
      headers: new Headers(vector?.headers),
      body: vector?.raw_body ?? "",
      secrets: vector?.secret ?? "",
      pathToken: "unguessable",
      pathTokens: ["old", "unguessable"],
      ...change,
    });
  const signature = vector?.headers["x-smartlead-signature"] ?? "";
  const signedBy = (value: string) => new Headers({ "x-smartlead-signature": value });

  test.skipIf(!vector)("a good signature, with and without its prefix, and either secret of a rotation", () => {
    expect(knock()).toBe("signed");
    expect(knock({ headers: signedBy(signature.replace("sha256=", "")) })).toBe("signed");
    expect(knock({ secrets: ["new", vector?.secret ?? ""] })).toBe("signed");
    expect(knock({ body: Buffer.from(vector?.raw_body ?? "") })).toBe("signed");
  });

  test.skipIf(!vector).each<[string, Partial<Parameters<typeof verifySmartlead>[0]>]>([
    ["tampered", { body: `${vector?.raw_body} ` }],
    ["wrong key", { secrets: "another" }],
    ["truncated", { headers: signedBy(signature.slice(0, -2)) }],
    ["prefix only", { headers: signedBy("sha256=") }],
    ["no signature and no secret", { headers: new Headers() }],
    ["wrong address", { pathToken: "guessed" }],
    ["no address", { pathToken: "", pathTokens: "" }],
    ["re-serialised", { body: JSON.stringify(JSON.parse(vector?.raw_body ?? "{}"), null, 1) }],
    ["a wrong signature beside the right secret", { headers: signedBy("00"), body: '{"secret_key":"s"}', secrets: "s" }],
  ])("%s is refused", (_name, change) => {
    expect(knock(change)).toBeUndefined();
  });

  test("the secret in the body is believed less", () => {
    const weak = { headers: new Headers(), body: '{"secret_key":"s"}', pathToken: "unguessable", pathTokens: "unguessable" };
    expect(verifySmartlead({ ...weak, secrets: "s" })).toBe("secret");
    expect(verifySmartlead({ ...weak, secrets: "t" })).toBeUndefined();
    expect(verifySmartlead({ ...weak, secrets: "" })).toBeUndefined();
    expect(smartleadExternalId(new Headers({ "x-request-id": "r" }), "x")).toBe("r");
    expect(smartleadExternalId(new Headers(), "x")).toMatch(/^[0-9a-f]{64}$/);
  });
});
