import "server-only";

/** The line (or up to four joined lines) a mail client puts above a quote. */
export const ATTRIBUTION: readonly RegExp[] = [
  /^on\b.{4,200}\b(?:wrote|writes|said)\s*:\s*$/i,
  /^(?:am|den)\b.{4,200}\b(?:schrieb|geschrieben)\b.{0,120}:\s*$/i,
  /^le\b.{4,200}\ba [ée]crit\s*:\s*$/i,
  /^(?:il|in data)\b.{4,200}\bha scritto\s*:\s*$/i,
  /^el\b.{4,200}\bescribi[óo]\s*:\s*$/i,
  /^(?:op|em|a)\b.{4,200}\b(?:schreef|escreveu|geschreven)\b.{0,120}:\s*$/i,
  /^(?:den|p[åa])\b.{4,200}\bskrev\b.{0,120}:\s*$/i,
  /^(?:w dniu|dnia)\b.{4,200}\b(?:napisa[łl]\(?a?\)?|pisze)\s*:\s*$/i,
  /^\d{4}\s?年.{4,120}[:：]\s*$/,
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.{0,80}<[^<>\s]+@[^<>\s]+>\s*:\s*$/,
  /^[^\n]{2,80}<[^<>\s]+@[^<>\s]+>\s*(?:wrote|schrieb|a écrit|ha scritto|escribió)\s*:\s*$/i,
];

/** Lines after which the rest of the message is the one being answered. */
export const SEPARATOR: readonly RegExp[] = [
  /^-{2,}\s*(?:original message|original appointment|forwarded message|forwarded by .*|urspr[üu]ngliche nachricht|message d'origine|messaggio originale|mensaje original|oorspronkelijk bericht|mensagem original|ursprungligt meddelande)\s*-{0,}\s*$/i,
  /^begin forwarded message\s*:\s*$/i,
  /^-{8,}\s*forwarded message\s*-{8,}$/i,
];

/** First line of an Outlook header block, and the lines one of which must follow within the block. */
export const HEADER_BLOCK_START = /^\*?(?:from|von|de|da|van|från|fra|od)\s?:\*?\s*\S/i;
export const HEADER_BLOCK_LINE =
  /^\*?(?:sent|date|gesendet|datum|envoy[ée]|inviato|data|enviado(?: el)?|fecha|verzonden|skickat|sendt|to|an|[àa]|para|aan|til|till|cc|subject|betreff|objet|oggetto|asunto|onderwerp|assunto|[äa]mne|emne|importance)\s?:\*?/i;

/** Lines a device, a gateway or a list adds; they are nobody's words. */
export const ADDED_LINE: readonly RegExp[] = [
  /^(?:sent|send) from (?:my |an? |yahoo|outlook|mail for|proton|samsung|gmail|spark|blackberry).{0,60}$/i,
  /^sent (?:via|with|using) .{2,60}$/i,
  /^get (?:outlook|bluemail|spark|the .{2,20} app) for .{2,30}$/i,
  /^(?:von meinem|envoy[ée] de mon|inviato da|enviado desde|verstuurd vanaf|skickat fr[åa]n).{2,60}$/i,
  /^please excuse (?:any )?(?:typos|brevity|the brevity|spelling).{0,60}$/i,
  /^\[?(?:caution|warning|external|notice)\s*[:\]-].{0,200}(?:external|outside|originated|sender|links|attachments).{0,200}$/i,
  /^\[?external(?: e-?mail| sender)?\]?\s*:?$/i,
  /^(?:this (?:e-?mail|message) (?:originated|came|was sent) from outside).{0,200}$/i,
  /^you don'?t often get e-?mail from .{0,200}$/i,
  /^(?:if you (?:no longer|don'?t|do not) (?:wish|want) to receive|to (?:unsubscribe|opt[- ]out|stop receiving|be removed)\b).{0,40}(?:from (?:this|our|these|the)|receiv|click|visit|reply|follow|please).{0,200}$/i,
  /^if you (?:no longer|don'?t|do not) (?:wish|want) to (?:receive|hear|get) .{0,120}\b(?:unsubscribe|opt[- ]?out|click|here)\b.{0,60}$/i,
  /^(?:you (?:are|were|have) receiv(?:ing|ed) this|this (?:e-?mail|newsletter|message) was sent to) .{0,200}$/i,
  /^(?:click here to unsubscribe|unsubscribe(?: here)?\W{0,3}https?:\/\/\S+).{0,120}$/i,
  /^(?:unsubscribe|update your preferences|manage preferences|view in browser)(?:\s*[|·<].*)+$/i,
  /^(?:virus-free|scanned by|this email has been (?:checked|scanned)).{0,120}$/i,
];

/** Where a legal notice starts; everything from there to the end is the notice. */
export const DISCLAIMER: readonly RegExp[] = [
  /^\W{0,3}(?:disclaimer|confidentiality(?: notice| statement)?|confidential|legal notice|important notice|privacy (?:notice|statement))\b\s?(?:[:*-]|$|and\b)/i,
  /^\W{0,3}(?:this|the) (?:e-?mail|message|communication|transmission|information)(?: message)?(?:,? \(?(?:and|including|together with|contained|in this|transmitted)[^.]{0,120})?,? (?:is|are|may|contains?|may contain|has been sent)\b.{0,120}(?:confidential|privileged|intended|copyright)/i,
  /^\W{0,3}if you (?:are not|have received|received|aren'?t) (?:the|this|it).{0,60}(?:intended|in error|by mistake|mistake)/i,
  /^\W{0,3}(?:please )?(?:consider|think (?:of|about)) the environment/i,
  /^\W{0,3}(?:liability limited by a scheme|we acknowledge the traditional (?:owners|custodians)|.{0,60}acknowledges? the traditional (?:owners|custodians))/i,
];

/** A closing line with which a signature starts when only short lines follow. */
export const SIGN_OFF =
  /^(?:(?:kind|kindest|best|warm|warmest|many|with (?:kind|best)) )?(?:regards|rgds|wishes|thanks|thank you|cheers|ta|sincerely|yours (?:sincerely|faithfully|truly)|respectfully|all the best|best|warmly|cordially|thx|tks|(?:mit )?(?:freundlichen|besten|viele|liebe) gr[üu](?:ß|ss)en?|mfg|cordialement|bien [àa] vous|cordiali saluti|distinti saluti|saludos(?: cordiales)?|un saludo|atentamente|met vriendelijke groet|atenciosamente)[\s,.!]*$/i;
