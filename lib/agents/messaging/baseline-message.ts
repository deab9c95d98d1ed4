import "server-only";
import { INDUSTRY_PAINS } from "@/lib/agents/messaging/industry-pains";
import { TONE_WORDS, type ToneWords } from "@/lib/agents/messaging/tone-words";
import { type GeneratedMessage, MESSAGE_LIMITS, type MessageBrief } from "@/lib/domain/generated-message";
import { isNameLike } from "@/lib/domain/is-name-like";

type Said = { people: string; pain: string; insight: string; help: string; opener: string | null; tone: ToneWords };

const FIELD = /\{\{\s*([a-z_]+)/g;
const PLAIN_HELP = "getting more of the right enquiries";

/**
 * A plain, honest message for a touch, by rules alone: who writes, what many of the reader's trade run into, what the agency does about it, and
 * one easy question. It says nothing of the reader that is not in their facts; without facts it is a template with merge fields.
 */
export function baselineMessage(brief: MessageBrief): GeneratedMessage {
  const said = toSay(brief);
  const message: GeneratedMessage = {
    channel: brief.channel,
    touchNumber: brief.touchNumber,
    subjectOptions: [],
    emailBody: null,
    smsMessage: null,
    connectionNote: null,
    inmailBody: null,
    voiceScriptPoints: [],
    voiceObjectionHandlers: {},
    letterBody: null,
    placeholdersUsed: [],
    painPointAddressed: said.pain,
    claims: [],
    refused: [],
    ...textOf(brief, said),
  };
  const text = [
    ...message.subjectOptions,
    message.emailBody,
    message.smsMessage,
    message.connectionNote,
    message.inmailBody,
    ...message.voiceScriptPoints,
    message.letterBody,
  ].join("\n");
  return { ...message, placeholdersUsed: [...new Set([...text.matchAll(FIELD)].flatMap(([, name]) => name ?? []))] };
}

function toSay({ icp, industry, touchNumber, agency, facts, tone }: MessageBrief): Said {
  const known = INDUSTRY_PAINS[industry ?? "b2b_general"];
  const own = icp.painPoints.map(asClause).filter((pain) => pain !== null);
  const pains = own.length > 0 ? own : known.pains;
  return {
    people: known.people,
    pain: pains[(touchNumber - 1) % pains.length] ?? known.pains[0],
    insight: known.insight,
    help: agency.offer ? lowerFirst(agency.offer.replace(/[.!?\s]+$/, "")) : (firstServices(agency.services) ?? PLAIN_HELP),
    opener: openerOf(facts),
    tone: TONE_WORDS[tone],
  };
}

/** A pain in the agency's words, where it completes "Many … find that …": a clause with a verb, without figures and names. */
function asClause(pain: string): string | null {
  const clause = lowerFirst(pain.trim().replace(/[.!?\s]+$/, ""));
  const isClause =
    /^(?:they |their |it |the |new |most |many |good |no |nobody |customers |clients |leads |enquiries |costs |people |staff )/.test(
      clause,
    ) &&
    / (?:is|are|do|does|go|goes|come|comes|take|takes|cost|costs|cannot|can|never|rarely|has|have|gets?|leaves?|stops?|fails?|falls?|rises?) /.test(
      ` ${clause} `,
    );
  return isClause && clause.length <= 120 && !/\d|\byou\b|\byour\b/i.test(clause) && !/\s[A-Z]/.test(clause) ? clause : null;
}

function firstServices(services: readonly string[]): string | null {
  const [first, second] = services
    .map((service) => lowerFirst(service.trim()))
    .filter((service) => service.length > 0 && service.length <= 40);
  return first ? (second ? `${first} and ${second}` : first) : null;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) && !/^[A-Z][a-z]+ [A-Z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** One true sentence about the reader, the most telling fact first (domain.md 10.3); null where nothing worth saying is known. */
function openerOf(facts: MessageBrief["facts"]): string | null {
  const value = (key: string) => facts.find((fact) => fact.key === key && fact.confidence >= 0.5)?.value;
  const company = value("company");
  const city = value("city");
  if (typeof company !== "string" || !isNameLike(company)) return null;
  if (value("is_hiring") === true) return `I saw that ${company} is hiring at the moment.`;
  return typeof city === "string" && isNameLike(city) ? `I came across ${company} while looking at businesses in ${city}.` : null;
}

function textOf(brief: MessageBrief, said: Said): Partial<GeneratedMessage> {
  switch (brief.channel) {
    case "email":
      return { subjectOptions: subjects(brief, said), emailBody: email(brief, said) };
    case "sms":
      return { smsMessage: sms(brief) };
    case "linkedin":
      return brief.purpose === "connect" ? { connectionNote: connectionNote(brief, said) } : { inmailBody: inmail(brief, said) };
    case "voice":
      return voice(brief, said);
    case "mail":
      return { letterBody: letter(brief, said) };
  }
}

function subjects({ purpose }: MessageBrief, { people }: Said): string[] {
  const options =
    purpose === "breakup"
      ? ["Shall I leave it here?", "Closing the loop", "One last note"]
      : [`New enquiries for ${people}`, `A question for ${people}`, "Where the next enquiries come from"];
  return options.map((option) => (option.length <= MESSAGE_LIMITS.subject ? option : "A short question"));
}

function email({ agency, purpose, facts }: MessageBrief, { people, pain, insight, help, opener, tone }: Said): string {
  const hello = greeting(facts, tone);
  const sign = "{{sender_first_name|The team}}";
  switch (purpose) {
    case "breakup":
      return paragraphs(hello, tone.leaveIt, `If ${help} moves up the list later on, a reply to this e-mail reaches me.`, tone.close, sign);
    case "value_add":
    case "pattern_interrupt":
    case "follow_up":
      return paragraphs(
        hello,
        `${insight}`,
        `Many ${people} find that ${pain}. That is what we look at first at ${agency.name}, and I am happy to send a short note on how.`,
        tone.askForInterest,
        sign,
      );
    default:
      return paragraphs(
        hello,
        ...(opener ? [opener] : purpose === "intro" && facts.length === 0 ? ["{{opening|}}"] : []),
        `I work with ${people} at ${agency.name}. Many of them find that ${pain}.`,
        `We help with ${help}.`,
        tone.askForCall,
        sign,
      );
  }
}

function sms({ agency, facts }: MessageBrief): string {
  const from = `Hi ${firstName(facts)}, {{sender_first_name|the team}} from ${agency.name}.`;
  const question = " Worth a short call about new enquiries?";
  const visible = from.replace(/\{\{[^{}]*\}\}/g, "Alexandra").length + question.length;
  return visible <= MESSAGE_LIMITS.sms ? from + question : `Hi ${firstName(facts)}, worth a short call about new enquiries?`;
}

function connectionNote({ agency, facts }: MessageBrief, { people, help, tone }: Said): string {
  const hello = greeting(facts, tone);
  const long = `${hello} I work with ${people} at ${agency.name}, mostly on ${help}. Happy to connect and to answer questions, no more than that.`;
  return long.length <= MESSAGE_LIMITS.note - 30
    ? long
    : `${hello} I work with ${people} at ${agency.name}. Happy to connect.`.slice(0, MESSAGE_LIMITS.note);
}

function inmail({ agency, facts }: MessageBrief, { people, pain, help, tone }: Said): string {
  return paragraphs(greeting(facts, tone), `Many ${people} find that ${pain}. At ${agency.name} we help with ${help}.`, tone.askForTalk);
}

function letter({ agency, facts }: MessageBrief, { people, pain, insight, help }: Said): string {
  return paragraphs(
    `Dear ${firstName(facts, "reader")},`,
    `Many ${people} find that ${pain}. We work on that at ${agency.name}: ${help}.`,
    insight,
    "If you would like to look at that together, a short answer by any route is enough. If not, you need not do anything.",
    "Kind regards,",
    "{{sender_name|The team}}",
  );
}

function voice({ agency }: MessageBrief, { people, pain, help }: Said): Partial<GeneratedMessage> {
  return {
    voiceScriptPoints: [
      `We help ${people} with ${help}.`,
      `Many of them find that ${pain}.`,
      "Ask whether that is a topic at {{company|their company}} this quarter.",
      `Offer a short meeting with a person of ${agency.name}.`,
    ],
    voiceObjectionHandlers: {
      "no time": "Offer to call back at a time they name, or to send two lines by e-mail.",
      "already with somebody": "Say that this is fine, and ask whether a second opinion would be of use some day.",
      "not interested": "Thank them, and end the call.",
      "where did you get this number": "Say where the number is from, and offer to take it off the list at once.",
    },
  };
}

function greeting(facts: MessageBrief["facts"], { greeting: word, nobody }: ToneWords): string {
  return `${word} ${firstName(facts, nobody)},`;
}

function firstName(facts: MessageBrief["facts"], otherwise = "there"): string {
  const known = facts.find(({ key }) => key === "first_name")?.value;
  return typeof known === "string" && known.trim() !== "" && isNameLike(known) ? known.trim() : `{{first_name|${otherwise}}}`;
}

function paragraphs(...parts: string[]): string {
  return parts.join("\n\n").replace(/(regards|best|cheers|thanks),\n\n/gi, "$1,\n");
}
