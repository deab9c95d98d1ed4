/** How mail to an address really ends, which Hunter mostly knows and Apollo sometimes. */
export type MailboxTruth = "valid" | "invalid" | "accept_all" | "unknown" | "webmail" | "disposable";

/** What a directory says of a person; whatever it leaves out is derived from the seed. */
export type DirectoryPerson = {
  email: string;
  firstName?: string;
  lastName?: string;
  title?: string;
  seniority?: string;
  linkedinUrl?: string;
  /** E.164; null: nobody knows it. */
  phone?: string | null;
  city?: string;
  state?: string;
  country?: string;
  /** ISO day. */
  employmentStart?: string;
  mailbox?: MailboxTruth;
  /** False: Apollo answers that it does not know the person. Left out: the seed decides. */
  isInApollo?: boolean;
  /** True: Hunter answers 451, the person asked not to be processed. */
  isClaimed?: boolean;
};

/** What a directory says of a company; whatever it leaves out is derived from the seed. */
export type DirectoryCompany = {
  domain: string;
  name?: string;
  industry?: string;
  employeeCount?: number;
  country?: string;
  city?: string;
  state?: string;
  /** Of its office. */
  street?: string;
  postcode?: string;
  foundedYear?: number;
  /** ISO day; null: never funded. */
  latestFundingDate?: string | null;
  isHiring?: boolean;
  /** DataForSEO's figures; null: it does not know the domain. */
  webPresence?: { domainRank: number; organicEtv: number; top10Keywords: number; spamScore: number } | null;
};

/** Somebody who knows part of the world better than the seed: the market stand-in, whose personas must be the people Apollo finds. */
export type PersonDirectory = {
  findPersonByEmail(email: string): DirectoryPerson | undefined | Promise<DirectoryPerson | undefined>;
  findCompanyByDomain(domain: string): DirectoryCompany | undefined | Promise<DirectoryCompany | undefined>;
  /** The person behind a LinkedIn profile, for Apify's profile actor. */
  findPersonByProfile?(profileUrl: string): DirectoryPerson | undefined | Promise<DirectoryPerson | undefined>;
  /** People at a domain, for Hunter's domain search. */
  listPeopleByDomain?(domain: string): readonly DirectoryPerson[] | Promise<readonly DirectoryPerson[]>;
};
