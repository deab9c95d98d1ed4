import type { Answer, Handled } from "@/local/providers/stand-in";

const MESSAGES: Readonly<Record<number, string>> = {
  20001: "Invalid parameter",
  20003: "Authenticate",
  20404: "The requested resource was not found",
  20429: "Too Many Requests",
  20500: "Internal Server Error",
  20503: "Service unavailable",
  21211: "Invalid 'To' Phone Number",
  21266: "'To' and 'From' number cannot be the same",
  21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
  21422: "PhoneNumber is not available for purchase",
  21602: "Message body is required",
  21603: "A 'From' phone number is required",
  21609: "The 'StatusCallback' URL is not a valid URL",
  21610: "Attempt to send to unsubscribed recipient",
  21614: "'To' number is not a valid mobile number",
  21617: "The concatenated message body exceeds the 1600 character limit",
  21631: "Phone number requires an Address but the 'AddressSid' parameter was empty",
  21635: "'To' number cannot be a landline",
  21649: "Phone number requires a Bundle but the 'BundleSid' parameter was empty",
  21660: "Mismatch between the 'From' number and the account",
  21661: "'From' number is not SMS-capable",
};
const STATUS_OF_CODE: Readonly<Record<number, number>> = { 20003: 401, 20404: 404, 20429: 429, 20500: 500, 20503: 503 };
const CODE_OF_STATUS: Readonly<Record<number, number>> = { 401: 20003, 404: 20404, 429: 20429, 500: 20500, 503: 20503 };

/** Twilio's error body, with the HTTP status that goes with its code. */
export function refusal(code: number): Answer {
  const status = STATUS_OF_CODE[code] ?? 400;
  return { status, json: { code, message: MESSAGES[code] ?? "Error", more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

export function refused(code: number, subject: string | null = null): Handled {
  return { answer: refusal(code), subject };
}

/** A failure a test asked for: an HTTP status, or one of Twilio's five-digit codes. */
export function toldFailure(status: number): Answer {
  if (status >= 10_000) return refusal(status);
  const code = CODE_OF_STATUS[status];
  return code === undefined ? { status, json: { code: 20001, message: "Told to fail", more_info: null, status } } : refusal(code);
}
