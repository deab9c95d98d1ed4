/** Mailboxes read by whoever is on duty. A message meant for one person does not belong there, and complaints come from there. */
const ROLE_NAMES = new Set(
  `abuse accounts accounting admin administration administrator all billing bookings careers compliance contact customerservice customersupport
  dev editor enquiries enquiry everyone feedback finance general hello help helpdesk hi hostmaster hr info information inquiries inquiry
  invoices it jobs legal mail mailer-daemon marketing media news newsletter no-reply noreply notifications office orders payroll postmaster
  pr press privacy reception recruitment reservations root sales secretary security service shop staff store subscribe support sysadmin
  team tech undisclosed unsubscribe web webmaster website`.split(/\s+/),
);

/** Domains that hand out addresses for minutes. Not complete: Hunter's own verdict comes on top. */
const DISPOSABLE_DOMAINS = new Set(
  `10minutemail.com 20minutemail.com 33mail.com anonbox.net burnermail.io discard.email discardmail.com dispostable.com dropmail.me
  emailondeck.com fakeinbox.com fakemail.net getairmail.com getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de
  guerrillamail.net guerrillamail.org inboxkitten.com jetable.org maildrop.cc mailcatch.com mailinator.com mailnesia.com mailnull.com
  mailsac.com mintemail.com mohmal.com moakt.com mytemp.email mytrashmail.com sharklasers.com spam4.me spamgourmet.com temp-mail.org
  tempail.com tempinbox.com tempmail.com tempmailaddress.com throwawaymail.com trash-mail.com trashmail.com trashmail.de yopmail.com
  yopmail.fr yopmail.net`.split(/\s+/),
);

/** True for info@, sales@ and the like; a "+tag" does not hide it. */
export function isRoleAddress(email: string): boolean {
  const name = email.slice(0, email.lastIndexOf("@")).toLowerCase().split("+")[0] ?? "";
  return ROLE_NAMES.has(name);
}

/** True when the domain, or the domain it is under, hands out throw-away addresses. */
export function isDisposableAddress(email: string): boolean {
  const labels = email
    .slice(email.lastIndexOf("@") + 1)
    .toLowerCase()
    .split(".");
  return labels.some((_, index) => DISPOSABLE_DOMAINS.has(labels.slice(index).join(".")));
}
