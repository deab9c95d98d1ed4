import { describe, expect, test } from "vitest";
import { misfit, refused } from "@/app/(auth)/auth-form-state";
import { confirmationInput, signUpInput } from "@/app/(auth)/auth-inputs";

const good = {
  full_name: " Dana Reyes ",
  agency_name: "Bright Harbour",
  website_url: "brightharbour.com.au",
  email: " Dana@BrightHarbour.com.au ",
  password: "correct horse 9",
};

test("a sign-up is tidied", () => {
  expect(signUpInput.parse(good)).toEqual({
    full_name: "Dana Reyes",
    agency_name: "Bright Harbour",
    website_url: "https://brightharbour.com.au",
    email: "dana@brightharbour.com.au",
    password: "correct horse 9",
  });
});

describe("what does not fit is said at its field", () => {
  test.each([
    ["full_name", "   "],
    ["agency_name", ""],
    ["email", "dana"],
    ["email", "dana@"],
    ["password", "short"],
    ["password", "x".repeat(73)],
    ["website_url", "not a website"],
    ["website_url", "ftp://brightharbour.com.au"],
    ["website_url", "https://user:pass@brightharbour.com.au"],
    ["website_url", "http://localhost:3000"],
  ])("%s = %s", (field, value) => {
    const parsed = signUpInput.safeParse({ ...good, [field]: value });
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toEqual([field]);
  });

  test("the website may be left out", () => {
    expect(signUpInput.parse({ ...good, website_url: "" }).website_url).toBe("");
  });
});

test("an unknown kind of link is treated as an ordinary one", () => {
  expect(confirmationInput.parse({ token_hash: "abc", type: "sideways" }).type).toBe("email");
});

test("what was typed comes back, except secrets", () => {
  const formData = new FormData();
  for (const [name, value] of Object.entries({ ...good, email: "dana", token_hash: "abc" })) formData.set(name, value);
  const parsed = signUpInput.safeParse(Object.fromEntries(formData));
  if (!parsed.error) throw new Error("the address should not fit");
  const state = misfit(parsed.error, formData);
  expect(state).toMatchObject({ status: "error", fieldErrors: { email: "Enter a full email address" }, values: { email: "dana" } });
  expect(JSON.stringify([state, refused("No", formData)])).not.toMatch(/correct horse|abc/);
});
