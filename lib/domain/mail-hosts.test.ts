import { expect, test } from "vitest";
import { mailHostOfServer, recipientMailHost } from "@/lib/domain/mail-hosts";

test.each([
  ["lee@gmail.com", {}, "google"],
  ["lee@Hotmail.com.au", {}, "microsoft"],
  ["lee@yahoo.com.au", { ESP: "Google" }, "yahoo"],
  ["lee@firm.example", { ESP: "Google Workspace" }, "google"],
  ["lee@firm.example", { "Email Provider": "Microsoft Office 365" }, "microsoft"],
  ["lee@firm.example", { "mx provider": "firm-example.mail.protection.outlook.com" }, "microsoft"],
  ["lee@firm.example", { mail_host: "Zoho" }, "other"],
  ["lee@firm.example", { ESP: " " }, null],
  ["lee@firm.example", { Respect: "Google" }, null],
  ["lee@firm.example", null, null],
  ["lee@gmail.com.firm.example", {}, null],
])("mail to %s with %j is taken by %s", (email, custom, host) => {
  expect(recipientMailHost({ email, custom })).toBe(host);
});

test.each([
  ["smtp.gmail.com", "google"],
  ["smtp-relay.gmail.com", "google"],
  ["SMTP.Office365.com", "microsoft"],
  ["smtp-mail.outlook.com", "microsoft"],
  ["smtp.mail.yahoo.com", "yahoo"],
  ["smtp.notgmail.com", "other"],
  ["gmail.com.mail.example", "other"],
  ["127.0.0.1", "other"],
])("%s is run by %s", (server, host) => {
  expect(mailHostOfServer(server)).toBe(host);
});
