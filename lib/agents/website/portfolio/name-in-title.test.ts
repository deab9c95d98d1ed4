import { expect, test } from "vitest";
import { nameInTitle } from "@/lib/agents/website/portfolio/name-in-title";

test.each([
  ["How Green Leaf Organics grew online sales by 312%", "Green Leaf Organics"],
  ["How Green Leaf Organics Grew Online Sales By 312%", "Green Leaf Organics"],
  ["How We Helped Pinnacle Dental Group Double New Patients", "Pinnacle Dental Group"],
  ["How Brightwave took Mettle Gym from one club to twelve", "Mettle Gym"],
  ["Brightwave helps Ledgerly win", "Ledgerly"],
  ["Helping Urban Nest Realty Sell Faster", "Urban Nest Realty"],
  ["TechFlow Solutions: 245% Increase in Organic Traffic", "TechFlow Solutions"],
  ["Increasing Leads for Coastal Plumbing by 180%", "Coastal Plumbing"],
  ["Scaling Bloom & Co's Email Revenue", "Bloom & Co"],
  ["Rebuilding St Brigid's College", "St Brigid's College"],
  ["Website Redesign for Summit Legal", "Summit Legal"],
  ["Northern Beaches Council – community campaign", "Northern Beaches Council"],
  ["Nightingale Hospice raises $2m online", "Nightingale Hospice"],
  ["Case Study | Kite Insurance", "Kite Insurance"],
  ["E-commerce Growth Case Study", null],
  ["SaaS Company Case Study", null],
  ["Local SEO Campaign", null],
  ["Increasing Qualified Leads By 200% For A Regional Law Firm", null],
  ["How we work", null],
])("%s", (title, name) => {
  expect(nameInTitle(title, "Brightwave")?.name ?? null).toBe(name);
});
