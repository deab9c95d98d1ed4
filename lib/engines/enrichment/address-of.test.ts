import { expect, test } from "vitest";
import { addressOf, type TracedAddress } from "./address-of";

const provenance = { provider: "apollo", confidence: 0.95, fetchedAt: "2026-03-04T00:00:00.000Z" };
const office: TracedAddress = {
  street: "12 Jarrah Road",
  city: "Surry Hills",
  state: "New South Wales",
  postcode: "2010",
  country: "Australia",
  provenance,
};
const nothing = { addressLine1: null, city: null, state: null, postcode: null, country: null };
const whole = {
  addressLine1: "12 Jarrah Road",
  city: "Surry Hills",
  state: "NSW",
  postcode: "2010",
  country: "AU",
  timezone: "Australia/Sydney",
};

test.each([
  ["of whom nothing is known", {}, {}, false, whole],
  ["in the same town", {}, { city: "surry hills", state: "NSW", country: "AU" }, true, whole],
  ["whose town a provider told", {}, { city: "Sydney", state: "NSW", postcode: "2000" }, false, whole],
  ["whose town the client told", {}, { city: "Sydney", state: "NSW" }, true, null],
  ["whose postcode the client told", {}, { postcode: "2000", state: "NSW" }, true, null],
  ["who has an address", {}, { addressLine1: "1 Other Street" }, true, null],
  ["in another state", {}, { state: "VIC" }, false, null],
  ["in another country", {}, { country: "NZ" }, true, null],
  ["whose company's postcode is another state's", { postcode: "3000" }, {}, false, null],
  ["whose company's postcode is none", { postcode: "EC1A 1BB" }, {}, false, null],
  ["whose company is abroad", { country: "New Zealand" }, {}, false, null],
  ["whose company's state is none of Australia's", { state: "Texas" }, {}, false, null],
  ["whose company's country nobody told", { country: null }, {}, false, whole],
])("somebody %s", (_name, address, known, isTold, expected) => {
  expect(addressOf({ ...office, ...address }, { ...nothing, ...known, isTold: () => isTold })).toEqual(expected);
});
