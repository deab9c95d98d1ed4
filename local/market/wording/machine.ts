/** What mailboxes write by themselves. `{name}`, `{company}`, `{date}` (dd/mm/yyyy), `{successor}` and `{ticket}` are filled in. */

export const AWAY: readonly string[] = [
  "Hello,\n\nI am out of the office and will be back on {date}. I will answer your email then.\n\nRegards\n{name}",
  "Thanks for your email. I'm on annual leave, returning {date}, with limited access to email.\n\n{name}",
  "Hi there, I'm away until {date}. If it can't wait, please ring the office.\n\nCheers, {name}",
  "I am currently on leave and return to work on {date}.\n\n{name}\n{company}",
  "G'day, I'm off on holidays and back at my desk on {date}. Talk then.\n\n{name}",
  "Please note that I am on site and not reading emails until {date}.\n\n{name}",
  "Automatic reply: I am out of office at a conference. I will be back on {date}.",
  "I'm taking some time off with the family and will respond when I return on {date}.\n\n{name}",
  "Thank you for your message. I am on parental leave until {date}.\n\nKind regards,\n{name}",
  "Out of office: back on deck {date}. For anything urgent please contact our reception.\n\n{name}, {company}",
];

export const TICKET: readonly string[] = [
  "Hello,\n\nThank you for contacting {company}. We have received your message and your request number is {ticket}. We will get back to you within two business days.",
  "This is an automated response to let you know that we have received your enquiry (ref {ticket}). Please do not reply to this email.",
  "Hi,\n\nYour email has been logged as ticket {ticket}. One of the team will be in touch.\n\n{company} support",
  "Thanks for your email. It is in our queue as {ticket} and we answer in the order received.",
  "Your request {ticket} has been created. Please keep this number in the subject line.\n\nThe {company} team",
  "We've got your message! A member of our team will respond shortly. Reference: {ticket}",
  "Auto-acknowledgement: case {ticket} opened for {company}. No action is required from you.",
  "Thank you for reaching out to {company}. A case has been opened ({ticket}). Our hours are 9am to 5pm, Monday to Friday.",
  "This mailbox is monitored during business hours. Your reference is {ticket}.",
  "We received your email and assigned it number {ticket}. This is an automatic message.",
];

export const LEFT: readonly string[] = [
  "{name} no longer works at {company}. This mailbox is not monitored.{successor}",
  "Thank you for your email. Please note that {name} has left {company}.{successor}",
  "{name} has moved on from {company} and this address will be closed soon.{successor}",
  "Hello,\n\n{name} is no longer with the company.{successor}\n\n{company}",
  "Please be advised that {name} has finished up with us.{successor}",
  "{name} retired from {company} last month. This email address is no longer in use.{successor}",
  "This is an automatic reply. {name} is no longer employed by {company}.{successor}",
  "You have written to a former employee of {company}. {name} left the business.{successor}",
  "Please update your records: {name} has left the organisation.{successor}",
  "The person you are trying to reach, {name}, does not work here any more.{successor}",
];
