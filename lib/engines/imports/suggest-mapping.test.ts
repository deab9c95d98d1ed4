import { expect, test } from "vitest";
import { suggestMapping } from "./suggest-mapping";

/** One column, the field it must be read as. */
const WORDINGS: readonly [string, string | null][] = [
  ["Email", "email"],
  ["E-mail Address", "email"],
  ["work_email", "email"],
  ["EMAIL", "email"],
  ["First Name", "firstName"],
  ["firstName", "firstName"],
  ["Given name(s)", "firstName"],
  ["Surname", "lastName"],
  ["Family Name", "lastName"],
  ["Contact Name", "fullName"],
  ["Position", "title"],
  ["Job Title", "title"],
  ["Organisation", "company"],
  ["Organization Name", "company"],
  ["Trading name", "company"],
  ["Web site", "website"],
  ["Company Domain", "website"],
  ["Mobile", "phone"],
  ["Telephone number", "phone"],
  ["LinkedIn", "linkedinUrl"],
  ["Person Linkedin Url", "linkedinUrl"],
  ["Company Linkedin Url", null],
  ["Suburb", "city"],
  ["State/Province", "state"],
  ["Post Code", "postcode"],
  ["ZIP", "postcode"],
  ["Zip Code", "postcode"],
  ["Country/Region", "country"],
  ["# Employees", "employees"],
  ["No. of employees", "employees"],
  ["Sector", "industry"],
  ["Legal basis", "consentBasis"],
  ["Opt-in date", "consentDate"],
  ["Source URL", "consentSourceUrl"],
  ["Evidence", "consentNote"],
  ["Favourite colour", null],
  ["", null],
];

test.each(WORDINGS)("%j is read as %s", (header, field) => {
  expect(suggestMapping([header])).toEqual(field ? { [field]: header } : {});
});

test("an Apollo export", () => {
  const header =
    "First Name,Last Name,Title,Company Name,Company Name for Emails,Email,Email Status,Primary Email Source,Email Confidence,Seniority,Departments,Work Direct Phone,Home Phone,Mobile Phone,Corporate Phone,Stage,# Employees,Industry,Keywords,Person Linkedin Url,Website,Company Linkedin Url,City,State,Country,Company City,Company State,Company Country,Secondary Email".split(
      ",",
    );
  expect(suggestMapping(header)).toEqual({
    email: "Email",
    firstName: "First Name",
    lastName: "Last Name",
    title: "Title",
    seniority: "Seniority",
    company: "Company Name",
    website: "Website",
    phone: "Mobile Phone",
    linkedinUrl: "Person Linkedin Url",
    city: "City",
    state: "State",
    country: "Country",
    industry: "Industry",
    employees: "# Employees",
    personalEmail: "Secondary Email",
    emailStatus: "Email Status",
  });
});

test("a HubSpot export", () => {
  const header =
    "Record ID,First Name,Last Name,Email,Phone Number,Company name,Job Title,Website URL,City,State/Region,Postal Code,Country/Region,Legal basis for processing contact's data".split(
      ",",
    );
  expect(suggestMapping(header)).toEqual({
    email: "Email",
    firstName: "First Name",
    lastName: "Last Name",
    title: "Job Title",
    company: "Company name",
    website: "Website URL",
    phone: "Phone Number",
    city: "City",
    state: "State/Region",
    postcode: "Postal Code",
    country: "Country/Region",
    consentBasis: "Legal basis for processing contact's data",
  });
});

test("LinkedIn connections", () => {
  const header = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"];
  expect(suggestMapping(header)).toEqual({
    email: "Email Address",
    firstName: "First Name",
    lastName: "Last Name",
    title: "Position",
    company: "Company",
    linkedinUrl: "URL",
  });
});

test("of several fitting columns the preferred one is taken, and none twice", () => {
  expect(suggestMapping(["Phone", "Mobile"])).toEqual({ phone: "Mobile" });
  expect(suggestMapping(["email", "Email", "E-Mail"])).toEqual({ email: "email" });
});

test("a column of addresses is the e-mail whatever it is called", () => {
  expect(suggestMapping(["Kontakt", "Adresse"], [["Ann", "ann@x.example"]])).toEqual({ email: "Adresse" });
  expect(suggestMapping(["Kontakt", "Adresse"], [["Ann", "12 High St"]])).toEqual({});
});
