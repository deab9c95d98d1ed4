import { expect, test } from "vitest";
import { readTypedClients } from "./typed-clients";

test.each([
  ["Coastal Dental, coastaldental.com.au", { name: "Coastal Dental", domain: "coastaldental.com.au" }],
  ["Coastal Dental https://www.CoastalDental.com.au/about", { name: "Coastal Dental", domain: "coastaldental.com.au" }],
  ["Harbour Legal", { name: "Harbour Legal", domain: null }],
  ["harbourlegal.com.au", { name: "harbourlegal.com.au", domain: "harbourlegal.com.au" }],
  ["Smith, Jones & Co", { name: "Smith, Jones & Co", domain: null }],
  ["St. Mary's College – stmarys.edu.au", { name: "St. Mary's College", domain: "stmarys.edu.au" }],
])("%s", (line, client) => {
  expect(readTypedClients([line])).toEqual([client]);
});
