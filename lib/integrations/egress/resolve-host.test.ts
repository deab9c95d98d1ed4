import { expect, test } from "vitest";
import { isPrivateAddress } from "@/lib/integrations/egress/is-private-address";
import { resolveHost } from "@/lib/integrations/egress/resolve-host";

test.each([
  "127.0.0.1",
  "10.2.3.4",
  "172.31.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "::1",
  "::",
  "fd00::1",
  "fe80::1",
  "::ffff:10.0.0.1",
  "::ffff:7f00:1",
  "::ffff:a9fe:a9fe",
  "::7f00:1",
  "64:ff9b::a00:1",
  "64:ff9b:1::a00:1",
  "2002:a00:1::",
  "2001:0:5ef5:79fd::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "255.255.255.255",
  "192.0.2.1",
  "nonsense",
])("%s is private", (address) => {
  expect(isPrivateAddress(address)).toBe(true);
});
test.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "::ffff:808:808"])("%s is public", (address) => {
  expect(isPrivateAddress(address)).toBe(false);
});

const resolve = (host: string, addresses: readonly string[], allowPrivateHosts = false) =>
  resolveHost(host, { allowPrivateHosts, lookUp: async () => addresses });

test("a public server is found by name, and its certificate must carry that name", async () => {
  expect(await resolve("smtp.firm.example", ["8.8.8.8", "2606:4700::1111"])).toEqual({
    outcome: "found",
    addresses: ["8.8.8.8", "2606:4700::1111"],
    servername: "smtp.firm.example",
  });
  expect(await resolve("8.8.8.8", ["8.8.8.8"])).toEqual({ outcome: "found", addresses: ["8.8.8.8"] });
});

test("one address inside our network among public ones refuses the name, unless such servers are allowed", async () => {
  expect(await resolve("smtp.firm.example", ["8.8.8.8", "10.0.0.5"])).toEqual({ outcome: "refused" });
  expect(await resolve("smtp.firm.example", ["10.0.0.5"], true)).toMatchObject({ outcome: "found", addresses: ["10.0.0.5"] });
});

test("a name that leads nowhere is missing", async () => {
  expect(await resolve("smtp.firm.example", [])).toEqual({ outcome: "missing" });
  const broken = { allowPrivateHosts: false, lookUp: () => Promise.reject(new Error("ENOTFOUND")) };
  expect(await resolveHost("smtp.firm.example", broken)).toEqual({ outcome: "missing" });
});

test("without a resolver of its own it asks the system's", async () => {
  expect(await resolveHost("localhost", { allowPrivateHosts: false })).toEqual({ outcome: "refused" });
  expect(await resolveHost("localhost", { allowPrivateHosts: true })).toMatchObject({ outcome: "found", servername: "localhost" });
});
